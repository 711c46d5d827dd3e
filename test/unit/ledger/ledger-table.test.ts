import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lease } from '../../../lambdas/ledger/lease.ts';
import { ledgerTable } from '../../../lambdas/ledger/ledger.ts';
import type { Arrival, LastError } from '../../../lambdas/ledger/ledger-row.ts';
import { LeaseLost } from '../../../lambdas/ledger/lease-lost.ts';
import { memoryTable } from './memory-table.ts';

const table = vi.hoisted(() => ({ current: undefined as unknown }));
vi.mock('../../../lambdas/aws/dynamodb.ts', () => ({
  getItem: async (...call: unknown[]) => await called('getItem', call),
  putItem: async (...call: unknown[]) => await called('putItem', call),
  updateItem: async (...call: unknown[]) => await called('updateItem', call),
}));
type Call = (...call: unknown[]) => Promise<unknown>;
const called = (name: string, call: unknown[]) =>
  (table.current as Record<string, Call>)[name]?.(...call);

const NOW = Date.parse('2026-01-02T03:04:05.600Z');
const NOW_ISO = new Date(NOW).toISOString();
const DAY = 24 * 60 * 60;
const ARRIVAL: Arrival = {
  eventId: 'et-1',
  type: 'USER_CREATED',
  subject: 'u-1',
  receivedAt: '2026-01-02T03:04:01.000Z',
  origin: 'webhook',
  bodySha256: 'the body',
  body: '{}',
  messageId: 'message-1',
  receives: 1,
};
const AGAIN = { ...ARRIVAL, receives: 2 };
const ERROR: LastError = { class: 'Error', code: 'why' };

let rows: ReturnType<typeof memoryTable>['rows'];
const ledger = ledgerTable('ledger', 180, 90, 'v1');
const row = () => rows.get('et-1');
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  const { rows: fresh, ...calls } = memoryTable();
  rows = fresh;
  table.current = calls;
});
afterEach(() => vi.useRealTimers());

async function begun(arrival = ARRIVAL): Promise<Lease> {
  const { verdict, lease } = await ledger.begin(arrival, 5);
  expect(verdict).toBe('run');
  return lease;
}

describe('an event that begins', () => {
  it('has a row from its first attempt on, without the body, which the queue holds', async () => {
    const { body: _body, ...known } = ARRIVAL;

    const { lease, ...judgement } = await ledger.begin(ARRIVAL, 5);

    expect(judgement).toEqual({ verdict: 'run', attempt: 1 });
    expect(lease).toEqual({
      eventId: 'et-1',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      attempt: 1,
      receivedAt: ARRIVAL.receivedAt,
      startedAt: NOW_ISO,
      past: {},
      content: { body: '{}' },
    });
    expect(row()).toEqual({
      ...known,
      status: 'STARTED',
      attempts: 1,
      lease: lease.id,
      startedAt: NOW_ISO,
      expiresAt: Math.floor(NOW / 1000) + 90 * DAY,
    });
  });

  it('costs one call to DynamoDB', async () => {
    const names: string[] = [];
    const calls = Object.entries(table.current as Record<string, Call>).map(
      ([name, call]): [string, Call] => [
        name,
        async (...given) => {
          names.push(name);
          return await call(...given);
        },
      ],
    );
    table.current = Object.fromEntries(calls);

    await begun();

    expect(names).toEqual(['putItem']);
  });

  it('again keeps what it was, takes a lease of its own, and knows its delivery', async () => {
    const first = await begun();
    await ledger.fail(first, ERROR);
    later(8);

    const { lease, ...judgement } = await ledger.begin({ ...AGAIN, receivedAt: NOW_ISO }, 5);

    expect(judgement).toEqual({ verdict: 'run', attempt: 2 });
    expect(lease).toMatchObject({ attempt: 2, receivedAt: ARRIVAL.receivedAt });
    expect(lease.id).not.toBe(first.id);
    expect(row()).toMatchObject({
      receivedAt: ARRIVAL.receivedAt,
      status: 'STARTED',
      open: 'STARTED',
      attempts: 2,
      receives: 2,
      messageId: 'message-1',
      lease: lease.id,
      lastError: ERROR,
      startedAt: new Date(NOW + 8000).toISOString(),
      expiresAt: Math.floor(NOW / 1000) + 90 * DAY,
    });
  });

  it('as a redrive begins at one, and was not completed', async () => {
    await ledger.bury(await begun(), ERROR);
    expect(row()).toHaveProperty('completedAt', NOW_ISO);

    const { lease, ...judgement } = await ledger.begin({ ...ARRIVAL, messageId: 'message-2' }, 5);

    expect(judgement).toEqual({ verdict: 'run', attempt: 1 });
    expect(row()).toMatchObject({ status: 'STARTED', messageId: 'message-2', lease: lease.id });
    expect(row()).not.toHaveProperty('completedAt');
  });

  it('is judged by its row, which stays as it is unless it runs', async () => {
    const lease = await begun();
    await ledger.finish(lease, { outcome: 'APPLIED' });
    const done = row();

    const duplicate = await ledger.begin(AGAIN, 5);
    const conflict = await ledger.begin({ ...AGAIN, bodySha256: 'another' }, 5);

    const held = {
      eventId: 'et-1',
      id: lease.id,
      attempt: 1,
      receivedAt: ARRIVAL.receivedAt,
      startedAt: NOW_ISO,
      past: {},
      content: { body: '{}' },
    };
    expect(duplicate).toEqual({ verdict: 'duplicate', lease: held });
    expect(conflict).toEqual({ verdict: 'conflict', lease: held });
    expect(row()).toEqual(done);
  });

  it('waits while another message of it is in a worker’s hands', async () => {
    await begun();
    const held = row();

    const beside = ledger.begin({ ...ARRIVAL, messageId: 'message-2' }, 5);

    await expect(beside).rejects.toBeInstanceOf(LeaseLost);
    expect(row()).toEqual(held);
  });

  it('has crashed when its message came back by itself', async () => {
    await begun();
    later(180);

    const { verdict, lease } = await ledger.begin(AGAIN, 5);

    expect({ verdict, attempt: lease.attempt }).toEqual({ verdict: 'run', attempt: 2 });
  });

  it('is exhausted after five attempts', async () => {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await ledger.fail(await begun({ ...ARRIVAL, receives: attempt }), ERROR);
    }

    const { verdict, lease } = await ledger.begin({ ...ARRIVAL, receives: 6 }, 5);

    expect({ verdict, attempt: lease.attempt }).toEqual({ verdict: 'exhausted', attempt: 5 });
  });

  it('begins anew once its row has expired, to the second', async () => {
    await ledger.finish(await begun(), { outcome: 'APPLIED' });
    later(90 * DAY - 1);
    const before = await ledger.begin(AGAIN, 5);
    later(1);

    const after = await ledger.begin(AGAIN, 5);

    expect(before.verdict).toBe('duplicate');
    expect(after).toMatchObject({ verdict: 'run', attempt: 1 });
    expect(row()).not.toHaveProperty('outcome');
  });

  it('is lost to another worker that was faster', async () => {
    const { getItem, ...calls } = table.current as Record<string, Call>;
    await ledger.fail(await begun(), ERROR);
    table.current = {
      ...calls,
      async getItem(...call: unknown[]) {
        const found = await getItem?.(...call);
        rows.set('et-1', { ...row(), lease: 'of another worker' });
        return found;
      },
    };

    await expect(ledger.begin(AGAIN, 5)).rejects.toThrow(LeaseLost);
    expect(row()).toMatchObject({ status: 'FAILED', lease: 'of another worker' });
  });

  it('is not lost to itself when the SDK repeats a write whose answer was lost', async () => {
    const { updateItem, ...calls } = table.current as Record<string, Call>;
    await ledger.fail(await begun(), ERROR);
    table.current = {
      ...calls,
      async updateItem(...call: unknown[]) {
        await updateItem?.(...call);
        return await updateItem?.(...call);
      },
    };

    const { verdict } = await ledger.begin(AGAIN, 5);

    expect(verdict).toBe('run');
  });

  it('is lost when its row went away in between', async () => {
    table.current = { ...(table.current as object), putItem: async () => false };

    await expect(ledger.begin(ARRIVAL, 5)).rejects.toThrow(LeaseLost);
  });
});

describe('an attempt', () => {
  it('that is finished leaves the row done, and out of the index of open ones', async () => {
    const lease = await begun();
    later(2);

    await ledger.finish(lease, { outcome: 'STALE' });

    expect(row()).toMatchObject({
      status: 'DONE',
      outcome: 'STALE',
      completedAt: new Date(NOW + 2000).toISOString(),
      lease: lease.id,
    });
    expect(row()).not.toHaveProperty('open');
  });

  it('that failed is open, counted, and says why', async () => {
    const lease = await begun();

    await ledger.fail(lease, ERROR);

    expect(row()).toMatchObject({
      status: 'FAILED',
      open: 'FAILED',
      attempts: 1,
      lastError: ERROR,
    });
    expect(row()).not.toHaveProperty('completedAt');
  });

  it('that is given back is not counted', async () => {
    const lease = await begun();

    await ledger.release(lease, ERROR);

    expect(row()).toMatchObject({
      status: 'FAILED',
      open: 'FAILED',
      attempts: 0,
      lastError: ERROR,
    });
  });

  it('that is buried is over, and still open to people', async () => {
    const lease = await begun();
    later(2);

    await ledger.bury(lease, ERROR);

    expect(row()).toMatchObject({
      status: 'DEAD',
      open: 'DEAD',
      attempts: 1,
      lastError: ERROR,
      completedAt: new Date(NOW + 2000).toISOString(),
    });
  });

  const ENDS: [string, (lease: Lease) => Promise<void>][] = [
    ['finishes', async (lease) => await ledger.finish(lease, { outcome: 'APPLIED' })],
    ['fails', async (lease) => await ledger.fail(lease, ERROR)],
    ['is given back', async (lease) => await ledger.release(lease, ERROR)],
    ['is buried', async (lease) => await ledger.bury(lease, ERROR)],
  ];

  it.each(ENDS)('that %s after another one began changes nothing', async (_, end) => {
    const lost = await begun();
    later(180);
    await begun(AGAIN);
    const held = row();

    await expect(end(lost)).rejects.toThrow(LeaseLost);

    expect(row()).toEqual(held);
  });

  it.each(ENDS.filter(([name]) => name === 'fails' || name === 'is given back'))(
    'that %s although it was settled, with the answer lost, leaves it settled',
    async (_, end) => {
      const lease = await begun();
      await ledger.finish(lease, { outcome: 'APPLIED' });
      const done = row();
      await expect(end(lease)).rejects.toThrow(LeaseLost);
      expect(row()).toEqual(done);

      rows.clear();
      const buried = await begun();
      await ledger.bury(buried, ERROR);
      const dead = row();
      await expect(end(buried)).rejects.toThrow(LeaseLost);
      expect(row()).toEqual(dead);
    },
  );
});

describe('what nobody can read', () => {
  it('is kept, with its reason, without an attempt', async () => {
    const isNew = await ledger.quarantine(ARRIVAL, 'not-json');

    expect(isNew).toBe(true);
    expect(row()).toEqual({
      ...ARRIVAL,
      status: 'QUARANTINED',
      open: 'QUARANTINED',
      attempts: 0,
      lease: expect.any(String),
      startedAt: NOW_ISO,
      completedAt: ARRIVAL.receivedAt,
      lastError: { class: 'Unreadable', code: 'not-json' },
      expiresAt: Math.floor(NOW / 1000) + 90 * DAY,
    });
  });

  it('is kept once', async () => {
    await ledger.quarantine(ARRIVAL, 'not-json');
    const kept = row();

    const isNew = await ledger.quarantine({ ...AGAIN, messageId: 'another' }, 'id');

    expect(isNew).toBe(false);
    expect(row()).toEqual(kept);
  });

  it('is new again to the very message that brought it: its worker may have died before it told', async () => {
    await ledger.quarantine(ARRIVAL, 'not-json');
    const kept = row();

    const isNew = await ledger.quarantine(AGAIN, 'not-json');

    expect(isNew).toBe(true);
    expect(row()).toEqual(kept);
  });

  it('comes again when the row that refused it is gone meanwhile', async () => {
    await ledger.quarantine(ARRIVAL, 'not-json');
    Object.assign(table.current as object, { getItem: async () => undefined });

    await expect(ledger.quarantine(AGAIN, 'not-json')).rejects.toThrow(LeaseLost);
  });

  it('is not new when its message has left a row of another kind', async () => {
    await ledger.begin(ARRIVAL, 5);
    const started = row();

    const isNew = await ledger.quarantine(AGAIN, 'not-json');

    expect(isNew).toBe(false);
    expect(row()).toEqual(started);
  });
});

describe('the days that a row is kept', () => {
  it('may be a part of one, to the second', async () => {
    const short = ledgerTable('ledger', 180, 0.00001, 'v1');

    await short.begin(ARRIVAL, 5);

    expect(row()?.expiresAt).toBe(Math.floor(NOW / 1000) + 1);
  });
});

describe('what a row holds besides', () => {
  it('is why an event is stale, and no key of the index of open events', async () => {
    const first = await begun();
    await ledger.fail(first, ERROR);
    const { lease } = await ledger.begin(AGAIN, 5);
    const staleBecause = { eventId: 'et-2', asOf: NOW_ISO, type: 'USER_CREATED' };

    await ledger.finish(lease, { outcome: 'STALE', staleBecause });

    expect(row()).toMatchObject({ status: 'DONE', staleBecause });
    expect(row()).not.toHaveProperty('open');
  });

  it('is when the handler returned, if the attempt failed afterwards', async () => {
    const lease = await begun();

    await ledger.fail(lease, ERROR, { handledAt: NOW_ISO });
    const { lease: again } = await ledger.begin(AGAIN, 5);

    expect(row()).toMatchObject({ handledAt: NOW_ISO });
    expect(again.past.handledAt).toBe(NOW_ISO);
  });

  it('is not when the handler returned, if it never did', async () => {
    const lease = await begun();

    await ledger.fail(lease, ERROR);

    expect(row()).not.toHaveProperty('handledAt');
  });

  it('is where a large body is, from the first write that ends an attempt', async () => {
    const { body: _body, ...large } = { ...ARRIVAL, bodyRef: 'bodies/a/b' };
    const lease = await begun(large);

    await ledger.finish(lease, { outcome: 'APPLIED' });

    expect(row()).toMatchObject({ bodyRef: 'bodies/a/b' });
    expect(row()).not.toHaveProperty('body');
  });
});

const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

describe('the history of an event', () => {
  it('is not written when the first attempt succeeds', async () => {
    await ledger.finish(await begun(), { outcome: 'APPLIED' });

    expect(row()).not.toHaveProperty('history');
  });

  it('says when attempts began and ended, why they failed, where, and under which version', async () => {
    await ledger.fail(await begun(), { ...ERROR, at: 'src/mine.ts:4:2 save' });
    later(10);
    await ledger.finish(await begun(AGAIN), { outcome: 'APPLIED' });

    expect(row()?.history).toEqual([
      {
        began: at(0),
        ended: at(0),
        version: 'v1',
        errorClass: 'Error',
        code: 'why',
        at: 'src/mine.ts:4:2 save',
      },
      { began: at(10), ended: at(10), version: 'v1' },
    ]);
  });

  it('shows an attempt that left no trace by its beginning alone', async () => {
    await begun();
    later(180);
    await begun(AGAIN);

    expect(row()?.history).toEqual([{ began: at(0) }]);
  });

  it('says why the last attempt failed, also when the event is given up afterwards', async () => {
    await ledger.fail(await begun(), ERROR);
    later(1);
    const { lease } = await ledger.begin(AGAIN, 1);

    await ledger.bury(lease, { class: 'WorkerCrashed' });

    expect(row()?.history).toMatchObject([{ began: at(0), errorClass: 'Error' }]);
  });

  it('keeps the last ten attempts, and what operators did meanwhile', async () => {
    const actions = [{ action: 'redrive', by: 'role/ops', at: at(0) }];
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      const lease = await begun({ ...ARRIVAL, messageId: `message-${attempt}` });
      if (attempt === 6) rows.set('et-1', { ...row(), actions });
      await ledger.fail(lease, ERROR);
      later(1);
    }

    const began = ((row() ?? {}).history as { began: string }[]).map((attempt) => attempt.began);
    expect(began).toEqual(Array.from({ length: 10 }, (_, index) => at(index + 2)));
    expect(row()?.actions).toEqual(actions);
  });
});

describe('a row that is read for a ticket', () => {
  it('is there until it expires, also before DynamoDB deletes it', async () => {
    await begun();

    expect(await ledger.row('et-1')).toMatchObject({ eventId: 'et-1' });
    later(90 * DAY);
    expect(await ledger.row('et-1')).toBeUndefined();
  });

  it('is not there for an event that never came', async () => {
    expect(await ledger.row('et-absent')).toBeUndefined();
  });
});
