import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CountingProxies } from '../../../bench/counting-proxy.ts';
import { drive } from '../../../bench/drive.ts';
import { withEngines } from '../../../bench/engines.ts';
import { bundleFunction } from '../../../infra/bundle.ts';
import { WORKER_ENTRY } from '../../delivered/worker-entry.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bench-engines-'));
  vi.stubEnv('TMPDIR', directory);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(directory, { recursive: true });
});

const childProcesses = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;

describe("the bench's engines", () => {
  it('count of an event what docs/costs.md says of it, and of no other function', async () => {
    const file = await bundleFunction(WORKER_ENTRY, join(directory, 'worker'));
    const task = { kind: 'worker', file, events: 3, users: 3, deliveries: 1, warmUp: 1 } as const;

    const [small, large] = await withEngines(async (engines) => [
      (await drive({ ...task, bytes: 1024 }, engines)).perEvent,
      (await drive({ ...task, bytes: 20 * 1024 }, engines)).perEvent,
    ]);

    const calls = { PutItem: 2, GetItem: 1, PutEvents: 1, UpdateItem: 1 };
    // The row without its body, the item, the row with its body; and of the indexes bySubject, once.
    expect(small).toEqual({ requests: calls, units: { read: 1, write: 4, indexWrite: 1 } });
    expect(large).toEqual({
      requests: { ...calls, GET: 1 },
      units: { read: 1, write: 3, indexWrite: 1 },
    });
  });

  it('are all ended when one of them does not start', async () => {
    const before = childProcesses();
    const lastStarted = vi.spyOn(CountingProxies.prototype, 'before');
    lastStarted.mockRejectedValue(new Error('no port is free'));

    const using = withEngines(async () => 'used');

    await expect(using).rejects.toThrow('no port is free');
    expect(childProcesses()).toBe(before);
    expect(await readdir(directory)).toEqual([]);
  });
});
