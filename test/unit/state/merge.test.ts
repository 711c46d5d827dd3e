import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import type { EventType } from '../../../lambdas/smile/events.ts';
import { apply, applyAll, type Received } from './apply.ts';

const user = 'tenant-0123456789abcdef0123456789abcdef';
const account = 'a-0123456789abcdef0123456789abcdef';

function of(type: EventType, second: number, data: object = {}, id = `et-${type}-${second}`) {
  const createdAt = new Date(Date.UTC(2026, 10, 23, 8, 0, second)).toISOString();
  const ids = { userId: user, accountId: account, sourceId: account, sourceType: 'ACCOUNT' };
  const event = buildEvent(type, { id, createdAt, data: { ...ids, ...data } });
  return { ...event, receivedAt: '2026-11-23T09:00:00.000Z' } as Received;
}

describe('merge', () => {
  it('keeps the newer status when the older event comes late, and names the newer one', () => {
    const connected = apply(undefined, of('ACCOUNT_CONNECTED', 2)).item;

    const late = apply(connected, of('ACCOUNT_CREATED', 1));

    expect(late).toEqual({
      item: connected,
      staleBecause: {
        eventId: 'et-ACCOUNT_CONNECTED-2',
        asOf: '2026-11-23T08:00:02.000Z',
        type: 'ACCOUNT_CONNECTED',
      },
    });
    expect(late.item).toBe(connected);
  });

  it('takes the same event again as news and leaves the very same item', () => {
    const first = apply(undefined, of('ACCOUNT_CONNECTED', 2));

    const again = apply(first.item, of('ACCOUNT_CONNECTED', 2));

    expect(again).not.toHaveProperty('staleBecause');
    expect(again.item).toBe(first.item);
  });

  it('takes an occurrence for news after a newer one of its name, and keeps the newer fact', () => {
    const newer = applyAll([of('INCOMES_ADDED', 9, { count: 2 })]);

    const late = apply(newer, of('INCOMES_ADDED', 0, { count: 7 }));

    expect(late).toEqual({ item: newer });
    expect(late.item).toBe(newer);
    expect(late.item.dataPoints?.INCOMES?.count).toBe(2);
  });

  it.each<[EventType, object]>([
    ['TRANSACTIONS_ADDED', { count: 1 }],
    ['TASK_FINISHED', { taskType: 'LINK_ACCOUNT', status: 'SUCCEEDED' }],
    ['ACCOUNT_SYNC_TASK_FINISHED', { status: 'SUCCEEDED' }],
    ['DOCUMENTS_UPDATED', { updatedIds: ['d-1'] }],
  ])('takes two of %s in one second for news in either order', (type, data) => {
    const two = ['et-1', 'et-2'].map((id) => of(type, 1, data, id));

    const both = [two, two.toReversed()].map(([first, second]) => {
      const { item } = apply(undefined, first as Received);
      return apply(item, second as Received);
    });

    expect(both.map(({ staleBecause }) => staleBecause)).toEqual([undefined, undefined]);
    expect(both[0]?.item).toEqual(both[1]?.item);
  });

  it('drops facts older than a disconnection, whichever comes first', () => {
    const before = of('INCOMES_ADDED', 3, { count: 12 });
    const end = of('ACCOUNT_DISCONNECTED', 4);

    const inOrder = applyAll([before, end]);
    const late = apply(apply(undefined, end).item, before);

    expect(inOrder).not.toHaveProperty('dataPoints');
    expect(late.item).toEqual(inOrder);
    expect(late.staleBecause).toMatchObject({ eventId: end.id, type: 'ACCOUNT_DISCONNECTED' });
  });

  it('lets facts newer than a disconnection stand without reviving the account', () => {
    const item = applyAll([of('ACCOUNT_DISCONNECTED', 4), of('INCOMES_ADDED', 5, { count: 12 })]);

    expect(item?.status?.value).toBe('DISCONNECTED');
    expect(item?.dataPoints?.INCOMES?.count).toBe(12);
  });

  it('revives an account with a newer ACCOUNT_CREATED alone, as providers without login do', () => {
    const item = applyAll([of('ACCOUNT_DISCONNECTED', 4), of('ACCOUNT_CREATED', 5)]);

    expect(item?.status?.value).toBe('CREATED');
  });

  it('lets a late disconnection take the older facts of a reconnected account, and is stale', () => {
    const reconnected = applyAll([
      of('INCOMES_ADDED', 3, { count: 12 }),
      of('ACCOUNT_CONNECTED', 6),
      of('RATING_ADDED', 7),
    ]);

    const late = apply(reconnected, of('ACCOUNT_DISCONNECTED', 4));

    expect(late.staleBecause).toMatchObject({ eventId: 'et-ACCOUNT_CONNECTED-6' });
    expect(late.item.status?.value).toBe('CONNECTED');
    expect(Object.keys(late.item.dataPoints ?? {})).toEqual(['RATINGS']);
  });

  it('leaves the very same item when the last end comes again, or an older one late', () => {
    const last = of('ACCOUNT_DISCONNECTED', 4);
    const older = of('ACCOUNT_DISCONNECTED', 2);
    const between = of('INCOMES_ADDED', 3);
    const ended = applyAll([last, of('INCOMES_ADDED', 5)]);

    const results = [apply(ended, last), apply(ended, older), apply(ended, between)];

    expect(results.map(({ item }) => item === ended)).toEqual([true, true, true]);
    expect(results.map(({ staleBecause }) => staleBecause?.eventId)).toEqual([
      undefined,
      last.id,
      last.id,
    ]);
    expect(ended?.endedBy).toMatchObject({ eventId: last.id, type: 'ACCOUNT_DISCONNECTED' });
  });

  it('ends again with a later end, which takes what stood since the first one', () => {
    const last = of('ACCOUNT_DISCONNECTED', 6);

    const item = applyAll([of('ACCOUNT_DISCONNECTED', 2), of('INCOMES_ADDED', 5), last]);

    expect(item).toEqual({ ...apply(undefined, last).item });
  });

  it('orders events of the same second by the life of the account', () => {
    const life = [
      of('ACCOUNT_DISCONNECTED', 1),
      of('ACCOUNT_CONNECTED', 1),
      of('ACCOUNT_CREATED', 1),
    ];

    expect(applyAll(life)?.status?.value).toBe('DISCONNECTED');
    expect(applyAll(life.toReversed())?.status?.value).toBe('DISCONNECTED');
  });

  it('does not let a stamp from the future freeze the account', () => {
    const future = { ...of('ACCOUNT_CONNECTED', 0), createdAt: '2036-01-01T00:00:00Z' };
    const capped = apply(undefined, future).item;
    const tenMinutesOn = {
      ...of('ACCOUNT_DISCONNECTED', 0),
      createdAt: '2026-11-23T09:10:00Z',
      receivedAt: '2026-11-23T09:10:01.000Z',
    };

    const next = apply(capped, tenMinutesOn);

    expect(capped.status?.asOf).toBe('2026-11-23T09:05:00.000Z');
    expect(next.item.status?.value).toBe('DISCONNECTED');
  });

  it('lets an undated event be overtaken by any dated one, and by any dated end', () => {
    const undated = (type: EventType) => ({ ...of(type, 0), createdAt: undefined });
    const created = apply(undefined, undated('ACCOUNT_CREATED')).item;
    const ended = applyAll([{ ...of('ACCOUNT_DISCONNECTED', 0), createdAt: '1970-01-01' }]);

    const first = apply(created, of('ACCOUNT_CONNECTED', 1));
    const statement = apply(first.item, undated('ACCOUNT_DISCONNECTED'));
    const occurrence = apply(first.item, undated('INCOMES_ADDED'));
    const late = apply(ended, undated('INCOMES_ADDED'));

    expect(created.status?.value).toBe('CREATED');
    expect(first.staleBecause).toBeUndefined();
    expect(statement).toMatchObject({
      item: { status: { value: 'CONNECTED' } },
      staleBecause: { type: 'ACCOUNT_CONNECTED' },
    });
    expect(occurrence.staleBecause).toBeUndefined();
    expect(late).toMatchObject({ item: ended, staleBecause: { type: 'ACCOUNT_DISCONNECTED' } });
  });

  it('reads an absent task status as UNKNOWN, never as success', () => {
    const item = applyAll([
      of('TASK_FINISHED', 1, { status: undefined, taskType: 'LINK_ACCOUNT' }),
    ]);

    expect(item?.tasks?.LINK_ACCOUNT?.value).toBe('UNKNOWN');
  });

  it('keeps the latest task of each type apart', () => {
    const item = applyAll([
      of('TASK_FINISHED', 1, { status: 'SUCCEEDED', taskType: 'LINK_ACCOUNT' }),
      of('TASK_STARTED', 2, { taskType: 'UPDATE_ACCOUNT' }),
      of('ACCOUNT_SYNC_TASK_FINISHED', 3, { status: 'FAILED', monitorStatus: 'ACTIVE' }),
    ]);

    expect(item?.tasks).toMatchObject({
      LINK_ACCOUNT: { value: 'SUCCEEDED' },
      UPDATE_ACCOUNT: { value: 'STARTED' },
      ACCOUNT_SYNC: { value: 'FAILED', monitorStatus: 'ACTIVE' },
    });
  });

  it('keeps a task under UNKNOWN when its type is no name, a key of every object included', () => {
    for (const taskType of ['__proto__', 'constructor', 'link account', '', undefined]) {
      const item = applyAll([of('TASK_FINISHED', 1, { taskType })]);

      expect(Object.keys(item?.tasks ?? {})).toEqual(['UNKNOWN']);
    }
  });
});
