import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../../infra/bundle.ts';
import { fixture } from './fixture-run.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** A bundled file and all that it imports statically: what a cold start loads. */
async function initFiles(file: string): Promise<string[]> {
  const code = await readFile(file, 'utf8');
  const imports = [...code.matchAll(/(?:from|import)"(\.[^"]+)"/g)];
  const below = imports.map(([, path = '']) => initFiles(resolve(dirname(file), path)));
  return [...new Set([file, ...(await Promise.all(below)).flat()])];
}

describe('a bundle', () => {
  it('takes credentials from the environment, and carries no other way to get them', async () => {
    const file = await bundleFunction(fixture('caller.ts'), join(directory, 'caller'));
    process.env.AWS_ACCESS_KEY_ID = 'key';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';

    const { handler } = (await import(pathToFileURL(file).href)) as {
      handler: () => Promise<object>;
    };

    await expect(handler()).resolves.toMatchObject({ accessKeyId: 'key' });
    const code = await Promise.all((await initFiles(file)).map((each) => readFile(each, 'utf8')));
    expect(code.join('')).not.toContain('sso_session');
    expect(code.join('').length).toBeLessThan(250_000);
  });

  it('keeps S3 out of the ingress’s cold start', async () => {
    const entry = fileURLToPath(new URL('../../../lambdas/ingress/index.ts', import.meta.url));

    const file = await bundleFunction(entry, join(directory, 'ingress'));

    const names = (await initFiles(file)).map((each) => each.slice(directory.length));
    expect(names.filter((name) => name.includes('s3'))).toEqual([]);
  });

  it('says what does not compile', async () => {
    await expect(bundleFunction('nowhere.ts', join(directory, 'x'))).rejects.toThrow('nowhere.ts');
  });
});
