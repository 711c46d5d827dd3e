import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EVENT_TYPES, type EventType } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { createRig } from './rig.ts';

const START = Date.UTC(2026, 10, 25, 2, 0, 0);
const at = (second: number) => new Date(START + second * 1000).toISOString();

const IDS = { userId: 'u-1', accountId: 'a-1', sourceId: 'a-1', sourceType: 'ACCOUNT' };
const OCCURRENCES = EVENT_TYPES.filter((type) => /_(ADDED|UPDATED)$|TASK_FINISHED$/.test(type));

interface Sent {
  readonly id: string;
  readonly type: string;
  readonly createdAt?: string | undefined;
  readonly data: object;
}

/** Something that happened to one account; many of the same second, some without a time. */
const anyOccurrence = fc
  .record({
    type: fc.constantFrom<string>(...OCCURRENCES, ...CALLBACKS),
    second: fc.constantFrom(0, 0, 1, 9, undefined),
    taskType: fc.constantFrom('LINK_ACCOUNT', undefined),
  })
  .map(({ type, second, taskType }) => ({ type, second, data: { ...IDS, count: 1, taskType } }));

/** Some of them, each with an id of its own, and how they are delivered: in any order, some twice. */
const anyDelivery = fc
  .array(anyOccurrence, { minLength: 1, maxLength: 12 })
  .map((drawn) => drawn.map(({ type, second, data }, n) => occurrence(type, n, second, data)))
  .chain((sent) =>
    fc.tuple(
      fc.constant(sent),
      fc
        .shuffledSubarray([...sent, ...sent], { minLength: sent.length })
        .map((some) => some.concat(sent.filter((each) => !some.includes(each)))),
    ),
  );

function occurrence(
  type: string,
  n: number,
  second: number | undefined,
  data: object = { ...IDS, count: n },
): Sent {
  const createdAt = second === undefined ? undefined : at(second);
  if (!type.startsWith('on')) return { id: `et-${n}`, type, createdAt, data };
  return { id: `widget:u-1:c-${n}`, type, createdAt: createdAt ?? at(0), data };
}

/** Hands each over once the one before is done, as the queue does with one subject's. */
async function handledAfter(deliveries: readonly Sent[]) {
  const rig = createRig();
  const handled: string[] = [];
  const { find } = rig.parts;
  const parts = {
    find: ((kind, type) => ({
      ...find(kind, type),
      announces: true,
      handle: ({ id }: { readonly id: string }) => void handled.push(id),
    })) satisfies typeof find,
  };
  for (const sent of deliveries) {
    const origin = sent.type.startsWith('on') ? 'widget' : 'webhook';
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await rig.deliverTo(parts, rig.message(sent, { origin }));
  }
  const outcomes = [...rig.rows.values()].map(({ outcome }) => outcome);
  return { handled, announced: rig.announced.map(({ eventId }) => eventId), outcomes, rig };
}

const idsOf = (sent: readonly Sent[]) => sent.map(({ id }) => id).toSorted();

describe('occurrences of one account', () => {
  it('run their handlers once each, in whatever order and however often they are delivered', async () => {
    await fc.assert(
      fc.asyncProperty(anyDelivery, async ([sent, delivery]) => {
        const { handled, announced, outcomes } = await handledAfter(delivery);

        expect(handled.toSorted()).toEqual(idsOf(sent));
        expect(announced.toSorted()).toEqual(idsOf(sent));
        expect(outcomes).toEqual(sent.map(() => 'APPLIED'));
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, Sent[]]>([
    [
      'two TRANSACTIONS_ADDED of one second',
      [occurrence('TRANSACTIONS_ADDED', 2, 0), occurrence('TRANSACTIONS_ADDED', 1, 0)],
    ],
    [
      'INCOMES_ADDED of a time before one that came first',
      [occurrence('INCOMES_ADDED', 1, 9), occurrence('INCOMES_ADDED', 2, 0)],
    ],
    [
      'two ends of tasks of one type',
      [occurrence('TASK_FINISHED', 2, 0), occurrence('TASK_FINISHED', 1, 0)],
    ],
    [
      'two syncs, the later one first',
      [
        occurrence('ACCOUNT_SYNC_TASK_FINISHED', 1, 9),
        occurrence('ACCOUNT_SYNC_TASK_FINISHED', 2, 0),
      ],
    ],
    [
      'two callbacks of one name and time',
      [occurrence('onClose', 2, 0), occurrence('onClose', 1, 0)],
    ],
    [
      'data without a time after data with one',
      [occurrence('INCOMES_ADDED', 1, 9), occurrence('INCOMES_ADDED', 2, undefined)],
    ],
  ])('run them all: %s', async (_, sent) => {
    const { handled, announced } = await handledAfter(sent);

    expect(handled).toEqual(sent.map(({ id }) => id));
    expect(announced).toEqual(handled);
  });

  it('leave the latest of each name in the state, and show it to the handlers', async () => {
    const sent = [9, 0, 5].map((second, n) => occurrence('INCOMES_ADDED', n, second));

    const { rig } = await handledAfter(sent);

    expect(rig.items.get('USER#u-1/ACCOUNT#a-1')?.dataPoints?.INCOMES).toMatchObject({
      eventId: 'et-0',
      count: 0,
      asOf: at(9),
    });
  });
});

describe('an occurrence of an account that ended later', () => {
  it.each<EventType>(OCCURRENCES)('runs no handler and says why: %s', async (type) => {
    const end = {
      ...buildEvent('ACCOUNT_DISCONNECTED', { data: IDS }),
      id: 'et-0',
      createdAt: at(5),
    };

    const { handled, rig } = await handledAfter([
      end,
      occurrence(type, 1, 4),
      occurrence(type, 2, 6),
    ]);

    expect(handled).toEqual(['et-0', 'et-2']);
    expect(rig.rows.get('et-1')).toMatchObject({
      outcome: 'STALE',
      staleBecause: { eventId: 'et-0', asOf: at(5), type: 'ACCOUNT_DISCONNECTED' },
    });
  });
});
