import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EVENT_TYPES, type EventType } from '../../../lambdas/smile/events.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { outcomesOf, stateOf } from '../../faults/model.ts';
import { apply, type Received } from './apply.ts';

const START = Date.UTC(2026, 10, 23, 8, 0, 0);
const at = (second: number) => new Date(START + second * 1000).toISOString();

/** Ids that events of every family share, so that they meet in the same things. */
const IDS = {
  userId: 'u1',
  accountId: 'a1',
  archiveId: 'archive-1',
  inviteId: 'iv-1',
  recordId: 'ss-1',
  verificationId: 'ver-1',
  session: { userId: 'u1' },
  sourceId: 'a1',
  sourceType: 'ACCOUNT',
};

/** Of each type as it is; the times are few, so that equal ones are usual, and some lie far ahead. */
const anyHistory = fc
  .array(
    fc.record({
      type: fc.oneof(
        fc.constantFrom(...EVENT_TYPES),
        fc.constantFrom<EventType>('ACCOUNT_CREATED', 'ACCOUNT_DISCONNECTED', 'INCOMES_ADDED'),
      ),
      id: fc.integer({ min: 0, max: 30 }),
      second: fc.integer({ min: 0, max: 6 }),
      ahead: fc.constantFrom(0, 0, 0, 0, 500, 4_000_000),
      receivedAfter: fc.integer({ min: 0, max: 900 }),
      failed: fc.boolean(),
      dated: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((drawn) => {
    const events = drawn.map(({ type, id, second, ahead, receivedAfter, failed, dated }) => ({
      ...buildEvent(type, {
        id: `et-${id}`,
        receivedAt: at(receivedAfter),
        data: {
          ...fieldsOf(type),
          ...(type.endsWith('TASK_FINISHED') ? { status: failed ? 'FAILED' : 'SUCCEEDED' } : {}),
        },
      }),
      createdAt: dated ? at(second + ahead) : undefined,
    }));
    // The ledger lets one body per id through: the first.
    return Array.from(new Map(events.toReversed().map((event) => [event.id, event])).values());
  }) as unknown as fc.Arbitrary<Received[]>;

/** Of the shared ids those that an event of this type has. */
function fieldsOf(type: EventType): object {
  const has = buildEvent(type).data;
  return Object.fromEntries(Object.entries(IDS).filter(([name]) => Object.hasOwn(has, name)));
}

/** The state as the worker's own merge makes it, event after event, and how each one ended. */
function worked(events: readonly Received[]) {
  const items = new Map<string, StateItem>();
  const outcomes = new Map<string, string>();
  for (const event of events) {
    const { pk, sk } = apply(undefined, event).item;
    const { item, staleBecause } = apply(items.get(`${pk} ${sk}`), event);
    items.set(`${pk} ${sk}`, item);
    outcomes.set(event.id, staleBecause ? 'STALE' : 'APPLIED');
  }
  const withoutVersion = Array.from(
    items,
    ([key, { version: _version, ...item }]) => [key, item] as const,
  );
  return { state: new Map(withoutVersion), outcomes };
}

describe('the merge, against a model that knows nothing of it', () => {
  it('leaves the state that the model says, after any history of any types', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        expect(worked(events).state).toEqual(stateOf(events));
      }),
      { numRuns: 1000 },
    );
  });

  it('calls stale exactly what the model calls stale', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        expect(worked(events).outcomes).toEqual(outcomesOf(events));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the model', () => {
  it('tells a newer fact from an older one, and what an end has taken away', () => {
    const account = { userId: 'u1', accountId: 'a1', providers: [] };
    const event = (id: string, type: string, second: number, data: object) => ({
      id,
      type,
      createdAt: at(second),
      receivedAt: at(60),
      data,
    });
    const events = [
      event('et-1', 'INCOMES_ADDED', 1, { ...account, count: 1 }),
      event('et-2', 'INCOMES_ADDED', 5, { ...account, count: 2 }),
      event('et-3', 'ACCOUNT_DISCONNECTED', 4, account),
      event('et-4', 'ACCOUNT_CREATED', 2, account),
      event('et-5', 'INCOMES_ADDED', 4, { ...account, count: 3 }),
      event('et-6', 'INCOMES_ADDED', 3, { ...account, count: 4 }),
    ];

    const item = stateOf(events).get('USER#u1 ACCOUNT#a1');

    const end = { asOf: at(4), rank: 90, eventId: 'et-3', type: 'ACCOUNT_DISCONNECTED' };
    expect(item).toEqual({
      pk: 'USER#u1',
      sk: 'ACCOUNT#a1',
      status: { value: 'DISCONNECTED', providers: [], ...end },
      dataPoints: {
        INCOMES: {
          value: 'ADDED',
          count: 2,
          asOf: at(5),
          rank: 40,
          eventId: 'et-2',
          type: 'INCOMES_ADDED',
        },
      },
      endedBy: end,
    });
    expect(Object.fromEntries(outcomesOf(events))).toEqual({
      'et-1': 'APPLIED',
      'et-2': 'APPLIED',
      'et-3': 'APPLIED',
      'et-4': 'STALE',
      // Of the very second of the end, and before it: data was there before it was taken away.
      'et-5': 'STALE',
      'et-6': 'STALE',
    });
  });

  it('takes every occurrence for one that has to be handled, unless its thing ended later', () => {
    const data = { userId: 'u1', accountId: 'a1', providers: [], count: 1 };
    const event = (id: string, createdAt: string | undefined) => ({
      id,
      type: 'INCOMES_ADDED',
      ...(createdAt === undefined ? {} : { createdAt }),
      receivedAt: at(60),
      data,
    });

    const outcomes = outcomesOf([
      event('et-1', at(9)),
      event('et-2', at(0)),
      event('et-3', undefined),
    ]);

    expect([...outcomes.values()]).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
  });
});
