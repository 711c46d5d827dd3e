import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../../infra/bundle.ts';
import { fixture } from './fixture-run.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('a bundle', () => {
  it('takes credentials from the environment, and carries no other way to get them', async () => {
    const file = await bundleFunction(fixture('caller.ts'), join(directory, 'caller'));
    process.env.AWS_ACCESS_KEY_ID = 'key';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';

    const { handler } = (await import(pathToFileURL(file).href)) as {
      handler: () => Promise<object>;
    };

    await expect(handler()).resolves.toMatchObject({ accessKeyId: 'key' });
    expect(await readFile(file, 'utf8')).not.toContain('sso_session');
  });

  it('requires what it needs of Node: an import would load all of `node:http`, WebSocket included', async () => {
    const file = await bundleFunction(fixture('caller.ts'), join(directory, 'requires'));

    const code = await readFile(file, 'utf8');

    expect(code).toContain('require("node:http")');
    expect(code).not.toMatch(/\bimport\s*\(/);
  });

  it('says what does not compile', async () => {
    await expect(bundleFunction('nowhere.ts', join(directory, 'x'))).rejects.toThrow('nowhere.ts');
  });

  it('is refused where it would ask for `import.meta`, which CommonJS has not', async () => {
    const bundling = bundleFunction(fixture('import-meta.ts'), join(directory, 'import-meta'));

    await expect(bundling).rejects.toThrow('"import.meta" is not available');
  });
});
