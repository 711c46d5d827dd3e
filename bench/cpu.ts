import type { Bundles, Measurable } from './bundles.ts';
import { runChild } from './child.ts';
import { SECRET } from './events.ts';
import { median, rounded } from './median.ts';
import { startStandIn } from './stand-in.ts';

/** What a measured child is told. */
export interface CpuTask {
  readonly kind: 'limit' | 'floor' | 'ingress' | 'worker';
  readonly file: string;
  readonly bytes: number;
  readonly events: number;
  /** Between two events. None: one right after the other. */
  readonly pauseMs: number;
}

/** What it answers. */
export interface Spent {
  readonly cpuMicroseconds: number;
}

const RECEIVERS = [
  'ingress',
  'sdk-default',
  'middy',
  'docs-sample',
  'sdk-alone',
  'signed-request',
] as const;

const CASES = [
  { name: '1 KiB', bytes: 1024, events: 400, pauseMs: 0 },
  { name: '1 KiB, from idle', bytes: 1024, events: 200, pauseMs: 5 },
  { name: '64 KiB', bytes: 64 * 1024, events: 200, pauseMs: 0 },
  { name: '900 KiB', bytes: 900 * 1024, events: 40, pauseMs: 0 },
] as const;

/**
 * CPU time of a webhook in the receiver's own process: ours and the others', against the limit (HMAC and
 * parsing) and the floor (the limit, and one bare POST to the same server). Medians of `rounds`, taken in turn.
 */
export async function benchCpu({ files }: Bundles, rounds: number) {
  const standIn = await startStandIn(SECRET);
  try {
    const cases = [];
    for (const { name, ...given } of CASES) {
      cases.push({
        body: name,
        ...(await measure(files, given, rounds, environmentOf(standIn.url))),
      });
    }
    return { rounds, cases };
  } finally {
    standIn.stop();
  }
}

async function measure(
  files: Bundles['files'],
  given: Pick<CpuTask, 'bytes' | 'events' | 'pauseMs'>,
  rounds: number,
  environment: Readonly<Record<string, string>>,
) {
  const spent: Record<string, number[]> = {};
  const take = async (name: string, kind: CpuTask['kind'], file: string) => {
    const task: CpuTask = { kind, file, ...given };
    const { cpuMicroseconds } = await runChild<Spent>('cpu', task, environment);
    (spent[name] ??= []).push(cpuMicroseconds);
  };
  for (let round = 0; round < rounds; round += 1) {
    await take('limit', 'limit', '');
    await take('floor', 'floor', '');
    for (const name of RECEIVERS) await take(name, 'ingress', files[name as Measurable]);
  }
  const of = (name: string) => median(spent[name] ?? []);
  return {
    limitMicroseconds: rounded(of('limit'), 1),
    floorMicroseconds: rounded(of('floor'), 1),
    floorToLimit: rounded(of('floor') / of('limit'), 1),
    receivers: Object.fromEntries(
      RECEIVERS.map((name) => [
        name,
        {
          microseconds: rounded(of(name), 1),
          toFloor: rounded(of(name) / of('floor'), 1),
          toLimit: rounded(of(name) / of('limit'), 1),
        },
      ]),
    ),
  };
}

function environmentOf(url: string): Readonly<Record<string, string>> {
  return {
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    STAGE: 'bench',
    EVENTS_QUEUE_URL: `${url}/000000000000/events.fifo`,
    WEBHOOK_SECRET_ID: 's',
    WEBHOOK_SECRET: SECRET,
    BODIES_BUCKET: 'bodies',
  };
}
