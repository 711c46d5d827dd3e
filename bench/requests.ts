import type { Bundles } from './bundles.ts';
import type { Asked } from './counting-proxy.ts';
import { dollars } from './dollars.ts';
import { type DriveTask, drive } from './drive.ts';
import { type Engines, withEngines } from './engines.ts';
import { rounded } from './median.ts';
import type { Prices } from './prices.ts';

const EVENTS = 100;
const MILLION = 1_000_000;

const RECEIVERS = ['ingress', 'sdk-default', 'middy', 'docs-sample'] as const;
const WORKERS = ['worker', 'powertools'] as const;

/** What one event asks of AWS, as AWS bills it: no duration, no logs, no storage. */
export interface Cost {
  readonly requests: number;
  readonly readUnits: number;
  /** Of tables. */
  readonly writeUnits: number;
  readonly indexWriteUnits: number;
  readonly dollarsPerMillion: number;
}

/** One function's part. */
export interface Path extends Cost {
  readonly byAction: Readonly<Record<string, number>>;
  /** The second time that an event comes. */
  readonly requestsPerDuplicate: number;
}

/** Requests to AWS for each event of 1 KiB, counted between function and engine, and their price. */
export async function benchRequests({ files }: Bundles, prices: Prices) {
  return await withEngines(async (engines) => {
    const paths: [string, Path][] = [];
    for (const name of [...RECEIVERS, ...WORKERS]) {
      const kind = WORKERS.some((worker) => worker === name) ? 'worker' : 'ingress';
      paths.push([name, await measure({ kind, file: files[name] }, engines, prices)]);
    }
    return { events: EVENTS, functions: Object.fromEntries(paths) };
  });
}

async function measure(
  { kind, file }: Pick<DriveTask, 'kind' | 'file'>,
  engines: Engines,
  prices: Prices,
): Promise<Path> {
  const task = { kind, file, bytes: 1024, events: EVENTS, users: EVENTS, warmUp: 5 };
  const once = (await drive({ ...task, deliveries: 1 }, engines)).perEvent;
  const twice = (await drive({ ...task, deliveries: 2 }, engines)).perEvent;
  const cost = costOf(once, prices);
  return {
    ...cost,
    byAction: once.requests,
    requestsPerDuplicate: rounded(sum(twice.requests) - cost.requests),
  };
}

/** @throws ActionWithoutPrice */
export function costOf(asked: Asked, prices: Prices): Cost {
  const { read, write, indexWrite } = asked.units;
  return {
    requests: rounded(sum(asked.requests)),
    readUnits: rounded(read),
    writeUnits: rounded(write),
    indexWriteUnits: rounded(indexWrite),
    dollarsPerMillion: rounded(dollars(asked, prices) * MILLION),
  };
}

function sum(requests: Asked['requests']): number {
  return Object.values(requests).reduce((total, count) => total + count, 0);
}
