import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { Bundles } from './bundles.ts';
import { median, rounded } from './median.ts';

const RUNS = 25;

/** Whatever a bundle asks of its environment before its first event. */
const ENVIRONMENT = {
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  STAGE: 'bench',
  EVENTS_QUEUE_URL: 'http://127.0.0.1/q',
  DEAD_LETTERS_QUEUE_URL: 'http://127.0.0.1/d',
  WEBHOOK_SECRET_ID: 's',
  BODIES_BUCKET: 'b',
  LEDGER_TABLE: 'l',
  LEDGER_RETENTION_DAYS: '90',
  STATE_TABLE: 's',
  EVENT_BUS: 'e',
  VISIBILITY_TIMEOUT_SECONDS: '180',
};

/**
 * Milliseconds from the start of a process to the end of a bundle's init, against an empty handler.
 * Both come with `node:http` loaded, as on Lambda, whose runtime client asks for events with it.
 */
export async function benchBoot(bundles: Bundles) {
  const times: Record<'empty' | 'ingress' | 'worker', number[]> = {
    empty: [],
    ingress: [],
    worker: [],
  };
  // Taken in turn, so that a busy moment of the machine hits all three.
  for (let run = 0; run < RUNS; run += 1) {
    for (const name of ['empty', 'ingress', 'worker'] as const)
      times[name].push(boot(bundles[name]));
  }
  const empty = median(times.empty);
  return {
    runs: RUNS,
    emptyMs: rounded(empty),
    ingressRatio: rounded(median(times.ingress) / empty),
    workerRatio: rounded(median(times.worker) / empty),
  };
}

function boot(bundle: string): number {
  const start = performance.now();
  const handler = JSON.stringify(pathToFileURL(bundle).href);
  const program = `await import('node:http'); await import(${handler}); process.exit(0);`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { env: ENVIRONMENT, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The bundle does not load: ${stderr}`);
  return performance.now() - start;
}
