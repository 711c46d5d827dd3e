import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';
import { type Ended, linesOf, objectsOf, smile, startSmile } from './smile.ts';

const USERS = 50;
const EVENTS = 1000;
const MINUTES = 60_000;

/** Twenty of each user, of two types in turn. Seen in order, a user's sequence numbers grow. */
const EVENTS_SENT = Array.from({ length: EVENTS }, (_, index) => {
  const type = Math.floor(index / USERS) % 2 === 0 ? 'INCOMES_ADDED' : 'DOCUMENTS_ADDED';
  const data = { userId: `u-${index % USERS}`, accountId: `a-${index % USERS}` };
  return buildEvent(type, { id: `et-${String(index).padStart(4, '0')}`, data });
});

let receiver: Receiver;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fix-mark-'));
  receiver = await startReceiver({
    workerEntry: fileURLToPath(new URL('workers/mendable.ts', import.meta.url)),
    workerEnvironment: { FIX_MARK: join(directory, 'fixed') },
  });
  for (const events of Map.groupBy(EVENTS_SENT, (_event, index) => index >> 3).values()) {
    await Promise.all(events.map((event) => receiver.deliver(event)));
  }
  await receiver.drained(3 * MINUTES);
}, 4 * MINUTES);
afterAll(async () => {
  await receiver.run.stop();
  await rm(directory, { recursive: true });
});

const here = () => ['--url', receiver.run.url] as const;
const handled = () =>
  receiver.lines
    .filter((line) => line.startsWith('{"handled"'))
    .map((line) => (JSON.parse(line) as { handled: string }).handled);
const redrive = (...args: readonly string[]): Promise<Ended> =>
  smile('redrive', ...args, '--yes', '--rate', '1000', ...here());
const deadLetters = async () => {
  const { stdout } = await smile('dead-letters', '--json', ...here());
  return objectsOf(stdout) as { key: string; reason: string; count: number; ids: string[] }[];
};
const allItems = async () =>
  await Promise.all(Array.from({ length: USERS }, (_, user) => receiver.userItems(`u-${user}`)));
/** Numbers of a user's events in the order in which they were handled. */
const orderOf = (ids: readonly string[], user: number) =>
  ids.map((id) => Number(id.slice(3))).filter((number) => number % USERS === user);

describe('a thousand dead letters', () => {
  it('are seen by reason, and brought back by id, user, reason, and after a kill, each once and in order', async () => {
    const before = await deadLetters();
    expect(before.map(({ reason, count }) => [reason, count])).toEqual(
      expect.arrayContaining([
        [expect.stringContaining('the archive is full'), EVENTS / 2],
        [expect.stringContaining('the partner is closed'), EVENTS / 2],
      ]),
    );
    const plan = await smile('redrive', '--all', '--dry-run', ...here());
    expect(linesOf(plan.stdout)).toHaveLength(EVENTS);
    expect(plan.stderr).toContain('1000 events of 50 users. Their handlers will run.');

    const stillBroken = await redrive('--id', 'et-0001');
    expect(stillBroken).toMatchObject({ code: 1 });
    expect(stillBroken.stdout).toMatch(/^et-0001\tdead: .*the partner is closed/);
    await writeFile(join(directory, 'fixed'), '');

    expect(await redrive('--id', 'et-0001')).toMatchObject({
      code: 0,
      stdout: 'et-0001\tapplied\n',
    });
    expect(handled()).toEqual(['et-0001']);

    const ofUser = await redrive('--user', 'u-7', '--type', 'DOCUMENTS_ADDED');
    expect(ofUser.code).toBe(0);
    expect(linesOf(ofUser.stdout)).toHaveLength(10);

    const closed = before.find(({ reason }) => reason.includes('partner'))?.key ?? '';
    const canary = await redrive('--reason', closed, '--first', '3', '--json');
    expect(objectsOf(canary.stdout).map(({ status }) => status)).toEqual(Array(3).fill('DONE'));

    const cut = startSmile(['redrive', '--all', '--yes', '--rate', '200', ...here()]);
    await soon(() => expect(handled().length).toBeGreaterThan(200), MINUTES);
    cut.kill('SIGKILL');
    expect((await cut.ended).code).toBeUndefined();
    // What the killed command held is seen again a quarter of a minute later.
    await soon(async () => {
      await redrive('--all');
      const { visible, inFlight } = (await receiver.queues()).deadLetters;
      expect(visible + inFlight).toBe(0);
    }, 2 * MINUTES);
    await receiver.drained(MINUTES);

    const ids = handled();
    expect(ids.toSorted()).toEqual(EVENTS_SENT.map(({ id }) => id));
    // Of one user nothing was redriven apart from the rest.
    const inOrder = orderOf(ids, 30);
    expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
    const rows = await Promise.all(['et-0001', 'et-0999'].map((id) => receiver.row(id)));
    const once = { action: 'redrive', by: 'local', at: expect.any(String) as string };
    expect(rows[0]).toMatchObject({ status: 'DONE', actions: [once, once] });
  });

  it('can be brought back again when there are none', async () => {
    const { code, stderr } = await redrive('--all');

    expect(code).toBe(1);
    expect(stderr).toContain('0 events of 0 users');
  });
});

describe('a replay of five hundred events', () => {
  it('runs each handler once more under a new key, and leaves state as it is', async () => {
    const [before, runs] = [await allItems(), handled().length];
    const documents = EVENTS_SENT.filter(({ type }) => type === 'DOCUMENTS_ADDED');
    const replay = ['replay', '--type', 'DOCUMENTS_ADDED', '--as', 'r-1', '--yes', ...here()];

    const cut = startSmile([...replay, '--rate', '300']);
    await soon(() => expect(handled().length).toBeGreaterThan(runs + 50), MINUTES);
    cut.kill('SIGKILL');
    await cut.ended;
    const { code, stdout } = await smile(...replay, '--rate', '1000');

    expect(code).toBe(0);
    expect(linesOf(stdout)).toHaveLength(documents.length);
    expect(handled().slice(runs).toSorted()).toEqual(documents.map(({ id }) => `${id}#r-1`));
    expect(await allItems()).toEqual(before);
  });
});
