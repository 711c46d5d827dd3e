import type { Bundles } from './bundles.ts';
import { type DriveTask, drive } from './drive.ts';
import { type Engines, withEngines } from './engines.ts';
import { rounded } from './median.ts';
import { connectedAccount, finishedRow, prefill } from './prefill.ts';
import type { Prices } from './prices.ts';
import { type Cost, costOf } from './requests.ts';

const EVENTS = 300;
const WARM_UP = 100;
const USERS = [1, 100, 10_000] as const;
const KIB = 1024;
/** What is in the message, and one more; see `INLINE_BODY_BYTES`. */
const INLINE = 16;
/** Four megabytes are what a webhook can have at most as base64; see the README. */
const BODIES = [1, INLINE, INLINE + 1, 900, 4096] as const;

interface Grown extends Cost {
  readonly medianMs: number;
}

/**
 * How what an event costs changes with what is there already: rows, users, and with its own size. Each is
 * measured on engines of its own, so that nothing else is there.
 */
export async function benchGrowth(bundles: Bundles, prices: Prices, rows: readonly number[]) {
  return {
    byRows: await withEngines((engines) => byRows(bundles, engines, prices, rows)),
    byUsers: await withEngines((engines) => byUsers(bundles, engines, prices)),
    byBodies: {
      ingress: await withEngines((engines) => byBodies('ingress', bundles, engines, prices)),
      worker: await withEngines((engines) => byBodies('worker', bundles, engines, prices)),
    },
  };
}

const flat = { kind: 'worker', bytes: KIB, deliveries: 1, warmUp: WARM_UP } as const;

async function byRows(
  { files }: Bundles,
  engines: Engines,
  prices: Prices,
  rows: readonly number[],
) {
  const found = [];
  let filled = 0;
  for (const count of rows) {
    await prefill(engines.dynamodb, engines.tables.ledger, finishedRow, filled, count);
    const task = { ...flat, file: files.worker, users: 100, events: EVENTS };
    found.push({ rows: count, ...(await grown(task, engines, prices)) });
    // The measured ones are in it as well.
    filled = count + WARM_UP + EVENTS;
  }
  return found;
}

async function byUsers({ files }: Bundles, engines: Engines, prices: Prices) {
  const found = [];
  let filled = 0;
  for (const users of USERS) {
    await prefill(engines.dynamodb, engines.tables.state, connectedAccount, filled, users);
    filled = users;
    const task = { ...flat, file: files.worker, users, events: EVENTS };
    found.push({ users, ...(await grown(task, engines, prices)) });
  }
  return found;
}

async function byBodies(
  kind: DriveTask['kind'],
  { files }: Bundles,
  engines: Engines,
  prices: Prices,
) {
  const found = [];
  for (const kibibytes of BODIES) {
    const task = {
      ...flat,
      kind,
      file: files[kind],
      bytes: kibibytes * KIB,
      users: 10,
      warmUp: 5,
      events: kibibytes > 500 ? 10 : 50,
    };
    found.push({ kibibytes, ...(await grown(task, engines, prices)) });
  }
  return found;
}

async function grown(task: DriveTask, engines: Engines, prices: Prices): Promise<Grown> {
  const { perEvent, medianMs } = await drive(task, engines);
  return { ...costOf(perEvent, prices), medianMs: rounded(medianMs) };
}
