import type { Bundles } from './bundles.ts';
import { drive } from './drive.ts';
import type { startEngines } from './engines.ts';
import { rounded } from './median.ts';

type Engines = Awaited<ReturnType<typeof startEngines>>;

const EVENTS = 200;
const USERS = [1, 100, 10_000] as const;
const KIB = 1024;
/** Four megabytes are what a webhook can have at most as base64; see the README. */
const BODIES = [KIB, 16 * KIB, 64 * KIB, 900 * KIB, 4 * KIB * KIB] as const;

/** How what an event costs changes with what is there already: rows, users, and with its own size. */
export async function benchGrowth(bundles: Bundles, engines: Engines, rows: readonly number[]) {
  return {
    events: EVENTS,
    byBodies: await byBodies(bundles, engines),
    byUsers: await byUsers(bundles, engines),
    byRows: await byRows(bundles, engines, rows),
  };
}

const flat = { kind: 'worker', bytes: KIB, users: 100, deliveries: 1, warmUp: 100 } as const;

async function byRows(
  { files }: Bundles,
  { environment, proxies, addRows }: Engines,
  rows: readonly number[],
) {
  const found = [];
  let filled = 0;
  for (const count of rows) {
    await addRows(filled, count);
    filled = count;
    const task = { ...flat, file: files.worker, events: EVENTS };
    found.push({ rows: count, ...told(await drive(task, environment, proxies)) });
  }
  return found;
}

async function byUsers({ files }: Bundles, { environment, proxies }: Engines) {
  const found = [];
  for (const users of USERS) {
    const events = Math.max(EVENTS, Math.min(users, 2000));
    const task = { ...flat, file: files.worker, users, events };
    found.push({ users, events, ...told(await drive(task, environment, proxies)) });
  }
  return found;
}

async function byBodies({ files }: Bundles, { environment, proxies }: Engines) {
  const found = [];
  for (const bytes of BODIES) {
    const task = {
      bytes,
      users: 100,
      deliveries: 1,
      warmUp: 5,
      events: bytes > 500 * KIB ? 10 : 50,
    };
    const ingress = { ...task, kind: 'ingress', file: files.ingress } as const;
    const taken = told(await drive(ingress, environment, proxies));
    found.push({ kibibytes: bytes / KIB, ingress: taken });
  }
  return found;
}

function told({ perEvent, medianMs }: Awaited<ReturnType<typeof drive>>) {
  const { requests, readUnits, writeUnits } = perEvent;
  return {
    requestsPerEvent: rounded(Object.values(requests).reduce((sum, count) => sum + count, 0)),
    readUnits: rounded(readUnits),
    writeUnits: rounded(writeUnits),
    medianMs: rounded(medianMs),
  };
}
