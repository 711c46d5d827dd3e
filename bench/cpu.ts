import type { Bundles, Measurable } from './bundles.ts';
import { runChild } from './child.ts';
import { environmentOf } from './environment.ts';
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
] as const satisfies readonly Measurable[];

const WEBHOOKS = [
  { name: '1 KiB', bytes: 1024, events: 400, pauseMs: 0 },
  { name: '1 KiB, from idle', bytes: 1024, events: 200, pauseMs: 5 },
  { name: '64 KiB', bytes: 64 * 1024, events: 200, pauseMs: 0 },
  { name: '900 KiB', bytes: 900 * 1024, events: 40, pauseMs: 0 },
] as const;

const WORKERS = ['worker', 'powertools'] as const satisfies readonly Measurable[];

/** Bodies that come in the message: no peer fetches others. */
const MESSAGES = [
  { name: '1 KiB', bytes: 1024, events: 200, pauseMs: 0 },
  { name: '16 KiB', bytes: 16 * 1024, events: 200, pauseMs: 0 },
] as const;

/**
 * CPU time of an event in the function's own process, ours and the others'. A webhook against the limit (HMAC
 * and parsing) and the floor (the limit, and one bare POST to the same server), a message of our worker
 * against Powertools'. Medians of `rounds`, taken in turn.
 */
export async function benchCpu({ files }: Bundles, rounds: number) {
  const standIn = await startStandIn(SECRET);
  const environment = environmentOf(standIn.url);
  const take = async (task: CpuTask) =>
    (await runChild<Spent>('cpu', task, environment)).cpuMicroseconds;
  try {
    const cases = [];
    for (const { name, ...given } of WEBHOOKS) {
      const of = await medians(rounds, ['limit', 'floor', ...RECEIVERS], (measured) =>
        measured === 'limit' || measured === 'floor'
          ? take({ kind: measured, file: '', ...given })
          : take({ kind: 'ingress', file: files[measured], ...given }),
      );
      cases.push({ body: name, ...againstFloor(of) });
    }
    const messages = [];
    for (const { name, ...given } of MESSAGES) {
      const of = await medians(rounds, WORKERS, (measured) =>
        take({ kind: 'worker', file: files[measured], ...given }),
      );
      messages.push({
        body: name,
        workerMicroseconds: rounded(of.worker, 1),
        powertoolsMicroseconds: rounded(of.powertools, 1),
        toPowertools: rounded(of.worker / of.powertools),
      });
    }
    return { rounds, cases, messages };
  } finally {
    standIn.stop();
  }
}

async function medians<Name extends string>(
  rounds: number,
  names: readonly Name[],
  take: (name: Name) => Promise<number>,
): Promise<Record<Name, number>> {
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) taken.get(name)?.push(await take(name));
  }
  const entries = Array.from(taken, ([name, values]) => [name, median(values)] as const);
  return Object.fromEntries(entries) as Record<Name, number>;
}

function againstFloor(
  of: Readonly<Record<'limit' | 'floor' | (typeof RECEIVERS)[number], number>>,
) {
  return {
    limitMicroseconds: rounded(of.limit, 1),
    floorMicroseconds: rounded(of.floor, 1),
    floorToLimit: rounded(of.floor / of.limit, 1),
    receivers: Object.fromEntries(
      RECEIVERS.map((name) => [
        name,
        {
          microseconds: rounded(of[name], 1),
          toFloor: rounded(of[name] / of.floor, 1),
          toLimit: rounded(of[name] / of.limit, 1),
        },
      ]),
    ),
  };
}
