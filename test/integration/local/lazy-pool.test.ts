import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleFunction } from '../../../infra/bundle.ts';
import { createLazyPool, type LazyPool } from '../../../local/functions/lazy-pool.ts';
import { fixture } from './fixture-run.ts';

let directory: string;
let pool: LazyPool | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
});
afterEach(async () => {
  await pool?.stop();
  await rm(directory, { recursive: true });
});

const create = (bundle: () => Promise<string>) => {
  const bundled = vi.fn<() => Promise<string>>(bundle);
  const environment = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
  pool = createLazyPool(bundled, { timeoutSeconds: 5, environment, logLine: () => undefined }, 2);
  return { lazy: pool, bundled };
};

const bundleCaller = () => bundleFunction(fixture('caller.ts'), join(directory, 'caller'));

describe('a function that starts when it is needed', () => {
  it('is not even bundled before its first invocation', async () => {
    const { lazy, bundled } = create(bundleCaller);

    expect(lazy.pids()).toEqual([]);
    expect(bundled).not.toHaveBeenCalled();
  });

  it('is bundled once, and answers all who ask', async () => {
    const { lazy, bundled } = create(bundleCaller);

    const answers = await Promise.all([lazy.invoke({}), lazy.invoke({}), lazy.invoke({})]);

    expect(answers).toEqual(Array(3).fill(expect.objectContaining({ accessKeyId: 'key' })));
    expect(bundled).toHaveBeenCalledTimes(1);
    expect(lazy.pids().length).toBeLessThanOrEqual(2);
  });

  it('says what does not compile', async () => {
    const { lazy } = create(() => bundleFunction('nowhere.ts', directory));

    await expect(lazy.invoke({})).rejects.toThrow('nowhere.ts');
  });

  it('starts nothing more when it is stopped meanwhile', async () => {
    const { lazy } = create(bundleCaller);
    const invoked = lazy.invoke({});
    invoked.catch(() => undefined);

    await lazy.stop();

    await expect(invoked).rejects.toMatchObject({ code: 'stopped' });
    await expect(lazy.invoke({})).rejects.toMatchObject({ code: 'stopped' });
    expect(lazy.pids()).toEqual([]);
  });
});
