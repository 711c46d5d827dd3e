import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { sign } from '../../../lambdas/smile/signature.ts';
import { startProcess } from '../local/main-process.ts';
import { soon } from '../soon.ts';

const RUN = fileURLToPath(new URL('../../delivered/run.ts', import.meta.url));
const SECRET = 'restart-secret';
const EVENTS = 300;
const USERS = 20;

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smile-restart-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const start = () => startProcess(RUN, { DATA_DIR: dataDir, SMILE_SECRET: SECRET });

/** Each user's events are about data points of one account, each of a type of its own. */
const TYPES = [
  'ACCOUNT_CREATED',
  'IDENTITY_ADDED',
  'RATING_ADDED',
  'TRANSACTIONS_ADDED',
  'DOCUMENTS_ADDED',
  'EMPLOYMENTS_ADDED',
  'INCOMES_ADDED',
  'CONTRIBUTIONS_ADDED',
  'LIABILITIES_ADDED',
  'EINCOMES_ADDED',
  'INSIGHT_ADDED',
  'LINK_ADDED',
  'TASK_FINISHED',
  'ACCOUNT_SYNC_TASK_FINISHED',
  'TASK_STARTED',
] as const;

function eventNumber(n: number) {
  const user = n % USERS;
  const type = TYPES[Math.floor(n / USERS) % TYPES.length] ?? 'USER_CREATED';
  const data = {
    userId: `tenant-${user}`,
    accountId: `a-${user}`,
    sourceId: `a-${user}`,
    sourceType: 'ACCOUNT',
    taskType: type,
    payload: null,
  };
  return buildEvent(type, { data });
}

async function post(url: string, event: object): Promise<boolean> {
  const body = Buffer.from(JSON.stringify(event));
  const headers = { 'Smile-Signature': sign(body, SECRET) };
  try {
    return (await fetch(`${url}/webhooks`, { method: 'POST', body, headers })).ok;
  } catch {
    return false;
  }
}

async function items(url: string, path: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/_local/${path}`);
  return ((await response.json()) as { items: Record<string, unknown>[] }).items;
}

/** How many facts an item holds: each of its events has written it exactly once. */
function factsIn({ status, tasks = {}, dataPoints = {} }: Record<string, unknown>): number {
  const sections = [tasks, dataPoints].map((facts) => Object.keys(facts as object).length);
  return (status ? 1 : 0) + sections.reduce((sum, count) => sum + count, 0);
}

it('a run killed in mid-load loses nothing that it acknowledged, and does nothing twice', async () => {
  const events = Array.from({ length: EVENTS }, (_, n) => eventNumber(n));
  const first = start();
  const url = await first.ready();
  const acknowledged: string[] = [];
  const refused: typeof events = [];
  const queue = [...events];
  const load = Array.from({ length: 8 }, async () => {
    for (let event = queue.shift(); event; event = queue.shift()) {
      if (await post(url, event)) acknowledged.push(event.id);
      else refused.push(event);
      if (acknowledged.length === EVENTS / 2) first.child.kill('SIGKILL');
    }
  });
  await Promise.all(load);
  await first.exited;

  const second = start();
  const newUrl = await second.ready();
  for (const event of refused) expect(await post(newUrl, event)).toBe(true);

  expect(acknowledged.length).toBeGreaterThanOrEqual(EVENTS / 2);
  expect(refused.length).toBeGreaterThan(0);
  const rows = await soon(async () => {
    const found = await items(newUrl, 'events?limit=1000');
    expect(found.filter(({ status }) => status !== 'DONE')).toEqual([]);
    expect(found).toHaveLength(EVENTS);
    return found;
  }, 60_000);
  expect(rows.filter(({ outcome }) => outcome !== 'APPLIED')).toEqual([]);
  for (let user = 0; user < USERS; user += 1) {
    const [item] = await items(newUrl, `users/tenant-${user}`);
    expect(item?.version).toBe(EVENTS / USERS);
    expect(factsIn(item ?? {})).toBe(EVENTS / USERS);
  }
  second.child.kill('SIGINT');
  await second.exited;
}, 120_000);
