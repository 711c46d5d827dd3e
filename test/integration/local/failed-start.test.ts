import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beginBundles } from '../../../local/functions/bundle-functions.ts';
import { startLocal } from '../../../local/start.ts';
import { Teardown } from '../../../local/teardown.ts';

let outside: string;
let temporary: string;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'smile-test-'));
  temporary = await mkdtemp(join(outside, 'tmp-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(outside, { recursive: true });
});

/** Fails at the template, while the functions are still being bundled. */
const start = () => startLocal({ port: 0, secret: 'secret', template: { Resources: {} } });

describe('a start that fails', () => {
  it('leaves nothing in the temporary directory, also not from a bundler that came later', async () => {
    await expect(start()).rejects.toThrow('template');
    // Takes as long as what the failed start may have left under way.
    await beginBundles(join(outside, 'bundles'), { ingress: undefined, worker: undefined }).begun;

    expect(await readdir(temporary)).toEqual([]);
  });

  it('over one function waits for the bundle of the other, which would come later', async () => {
    const directory = join(outside, 'bundles');

    const bundles = beginBundles(directory, { ingress: undefined, worker: 'nowhere.ts' });
    await bundles.settled();

    await expect(bundles.begun).rejects.toThrow('nowhere.ts');
    expect(await readdir(join(directory, 'ingress'))).toEqual(['index.js', 'package.json']);
  });

  it('tells why, also when it does not end cleanly', async () => {
    vi.spyOn(Teardown.prototype, 'add').mockImplementationOnce(function (this: Teardown, step) {
      this.add(async () => {
        await step();
        throw new Error('This step fails.');
      });
    });

    await expect(start()).rejects.toThrow('template');
  });
});
