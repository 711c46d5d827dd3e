import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { Bundles, Measurable } from './bundles.ts';
import { median, rounded } from './median.ts';

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
  SESSION_SECRET_ID: 's',
  WIDGET_ORIGINS: 'https://app.example.com',
  SMILE_CREDENTIALS_ID: 's',
  SMILE_MODE: 'sandbox',
  LIMITS_TABLE: 'l',
  LOSS_AFTER_MINUTES: '15',
  IDEMPOTENCY_TABLE: 'i',
};

/** A start of one function, against the empty one. */
export interface Boot {
  readonly bytes: number;
  /** Milliseconds from the process's start to the end of the function's init. */
  readonly bootMs: number;
  /** To that of the empty handler. */
  readonly ratio: number;
  /** The same ratio in CPU time, which a busy machine moves less. */
  readonly cpuRatio: number;
  /** CPU milliseconds of the init alone: less moved by what else the machine does. */
  readonly initCpuMs: number;
}

interface Start {
  readonly bootMs: number;
  readonly bootCpuMs: number;
  readonly initCpuMs: number;
}

/**
 * Starts every function `runs` times, in turn, so that a busy moment of the machine hits all. All come
 * with `node:http` loaded, as on Lambda, whose runtime client asks for events with it.
 */
export function benchBoot({ files, bytes }: Bundles, runs: number) {
  const names = Object.keys(files) as Measurable[];
  const starts = new Map<Measurable, Start[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const name of names) starts.get(name)?.push(start(files[name]));
  }
  const medianOf = (name: Measurable, what: keyof Start) =>
    median((starts.get(name) ?? []).map((each) => each[what]));
  const toEmpty = (name: Measurable, what: keyof Start) =>
    rounded(medianOf(name, what) / medianOf('empty', what));
  return Object.fromEntries(
    names.map((name): [string, Boot] => [
      name,
      {
        bytes: bytes[name],
        bootMs: rounded(medianOf(name, 'bootMs'), 1),
        ratio: toEmpty(name, 'bootMs'),
        cpuRatio: toEmpty(name, 'bootCpuMs'),
        initCpuMs: rounded(medianOf(name, 'initCpuMs'), 1),
      },
    ]),
  ) as Record<Measurable, Boot>;
}

function start(bundle: string): Start {
  const handler = JSON.stringify(pathToFileURL(bundle).href);
  const program = [
    "await import('node:http');",
    'const before = process.cpuUsage();',
    `await import(${handler});`,
    'const init = process.cpuUsage(before);',
    'const boot = process.cpuUsage();',
    'const inMs = ({ user, system }) => (user + system) / 1000;',
    'process.stdout.write(JSON.stringify([inMs(boot), inMs(init)]));',
    'process.exit(0);',
  ].join('\n');
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { env: ENVIRONMENT, encoding: 'utf8' },
  );
  const bootMs = performance.now() - begin;
  if (status !== 0) throw new Error(`${bundle} does not load: ${stderr}`);
  const [bootCpuMs, initCpuMs] = JSON.parse(stdout) as [number, number];
  return { bootMs, bootCpuMs, initCpuMs };
}
