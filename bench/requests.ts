import type { Bundles } from './bundles.ts';
import type { Asked } from './counting-proxy.ts';
import { type DriveTask, drive } from './drive.ts';
import type { startEngines } from './engines.ts';
import type { Prices } from './prices.ts';
import { rounded } from './median.ts';

const EVENTS = 100;
const MILLION = 1_000_000;

const RECEIVERS = ['ingress', 'sdk-default', 'middy', 'docs-sample'] as const;
const WORKERS = ['worker', 'powertools'] as const;

type Engines = Awaited<ReturnType<typeof startEngines>>;

/** A receiver and a worker together, as AWS bills them. */
export interface Path {
  readonly requestsPerEvent: number;
  /** The second time that an event comes. */
  readonly requestsPerDuplicate: number;
  readonly byAction: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Requests and units only: no duration, no logs, no storage, no writes to indexes. */
  readonly dollarsPerMillion: number;
}

/** Requests to AWS for each event of 1 KiB, counted between function and engine, and their price. */
export async function benchRequests({ files }: Bundles, engines: Engines, prices: Prices) {
  const paths: [string, Path][] = [];
  for (const name of [...RECEIVERS, ...WORKERS]) {
    const kind = WORKERS.some((worker) => worker === name) ? 'worker' : 'ingress';
    const path = await measure({ kind, file: files[name] }, engines, prices);
    paths.push([name, path]);
  }
  return { events: EVENTS, functions: Object.fromEntries(paths) };
}

async function measure(
  { kind, file }: Pick<DriveTask, 'kind' | 'file'>,
  { environment, proxies }: Engines,
  prices: Prices,
): Promise<Path> {
  const task = { kind, file, bytes: 1024, events: EVENTS, users: EVENTS, warmUp: 5 };
  const once = await drive({ ...task, deliveries: 1 }, environment, proxies);
  const twice = await drive({ ...task, deliveries: 2 }, environment, proxies);
  const { requests, readUnits, writeUnits } = once.perEvent;
  return {
    requestsPerEvent: sum(requests),
    requestsPerDuplicate: rounded(sum(twice.perEvent.requests) - sum(requests)),
    byAction: requests,
    readUnits,
    writeUnits,
    dollarsPerMillion: rounded(dollars(once.perEvent, prices) * MILLION),
  };
}

function sum(requests: Asked['requests']): number {
  return rounded(Object.values(requests).reduce((total, count) => total + count, 0));
}

function dollars({ requests, readUnits, writeUnits }: Asked, prices: Prices): number {
  const of = (action: string) => requests[action] ?? 0;
  return (
    (of('SendMessage') + of('ChangeMessageVisibility')) * prices.queueRequest +
    of('PutEvents') * prices.busEvent +
    of('PUT') * prices.bucketPut +
    of('GET') * prices.bucketGet +
    readUnits * prices.readUnit +
    writeUnits * prices.writeUnit
  );
}
