import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localEffects } from '../../conformance/effects/local-effects.ts';
import { type Result, runScenarios } from '../../conformance/run.ts';
import { SCENARIOS } from '../../conformance/scenarios.ts';
import type { Target } from '../../conformance/target.ts';
import { type Started, startProcess } from '../integration/local/main-process.ts';
import { isWhole, LIGHT } from './heavy.ts';

const RUN = fileURLToPath(new URL('../delivered/run.ts', import.meta.url));
const SECRET = 'canary-secret-0123456789abcdef';

let dataDir: string;
let run: Started;
let earlier = '';
let url: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smile-conformance-'));
  await start();
});
afterAll(async () => {
  run.child.kill('SIGKILL');
  await run.exited;
  await rm(dataDir, { recursive: true, maxRetries: 3 });
});

/** On any free port, a second time too: the one from before may be somebody's by then. */
async function start(): Promise<void> {
  run = startProcess(RUN, { DATA_DIR: dataDir, SMILE_SECRET: SECRET });
  url = await run.ready();
}

const log = () => earlier + run.output() + run.errors();

const target: Target = {
  get url() {
    return `${url}/webhooks`;
  },
  get effects() {
    return localEffects(url);
  },
  secret: SECRET,
  logs: { mark: async () => log().length, since: async (mark) => log().slice(mark) },
  async restart() {
    run.child.kill('SIGKILL');
    await run.exited;
    earlier = log();
    await start();
  },
  patience: 30_000,
  slow: false,
};

it('the local run passes every scenario, with a kill -9 between two attempts', async () => {
  const scenarios = isWhole ? SCENARIOS : LIGHT;

  const results: Result[] = [];
  for await (const result of runScenarios(scenarios, target)) results.push(result);

  expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(results.flatMap(({ notes }) => notes)).toEqual([]);
  const skipped = results.filter(({ outcome }) => outcome === 'skipped');
  expect(skipped.map(({ id }) => id)).toEqual(['duplicate-after-deduplication']);
  expect(results).toHaveLength(scenarios.length);
}, 300_000);
