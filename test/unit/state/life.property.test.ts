import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import type { EventType } from '../../../lambdas/smile/events.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { apply, applyAll, type Received } from './apply.ts';

const START = Date.UTC(2026, 10, 23, 8, 0, 0);
const RECEIVED = START + 60_000;

/** An account's life, reconnection included, in the order in which it happens. */
const LIFE: readonly EventType[] = [
  'ACCOUNT_CREATED',
  'ACCOUNT_CONNECTED',
  'TASK_STARTED',
  'INCOMES_ADDED',
  'TASK_FINISHED',
  'ACCOUNT_DISCONNECTED',
  'ACCOUNT_CREATED',
  'ACCOUNT_CONNECTED',
];

function received(type: EventType, position: number, createdAt: number, receivedAt: number) {
  const event = buildEvent(type, {
    id: `et-${position}`,
    createdAt: new Date(createdAt).toISOString(),
    data: {
      userId: 'u1',
      accountId: 'a1',
      sourceId: 'a1',
      sourceType: 'ACCOUNT',
      taskType: 'LINK_ACCOUNT',
      count: position,
    },
  });
  return { ...event, receivedAt: new Date(receivedAt).toISOString() } as Received;
}

/**
 * A life with any whole seconds: equal ones are likely, and some lie far in the future, received at
 * any time.
 */
const anyLife = fc
  .array(
    fc.record({
      second: fc.integer({ min: 0, max: 5 }),
      ahead: fc.constantFrom(0, 0, 0, 400, 3_000_000),
      delay: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: LIFE.length, maxLength: LIFE.length },
  )
  .map((times) =>
    times.map(({ second, ahead, delay }, position) =>
      received(
        LIFE[position] as EventType,
        position,
        START + (second + ahead) * 1000,
        RECEIVED + delay * 1000,
      ),
    ),
  );

/** The same events in any order, each once or more often. */
const anyDelivery = (events: readonly Received[]) =>
  fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.array(fc.tuple(fc.constantFrom(...events), fc.nat()), { maxLength: 8 }),
    )
    .map(([all, repeated]) => {
      let delivery: readonly Received[] = all;
      for (const [event, place] of repeated) {
        delivery = delivery.toSpliced(place % (delivery.length + 1), 0, event);
      }
      return delivery;
    });

describe("an account's life", () => {
  it('ends in the same item in every order, with every repetition', () => {
    const delivered = anyLife.chain((life) => fc.tuple(fc.constant(life), anyDelivery(life)));

    fc.assert(
      fc.property(delivered, ([life, delivery]) => {
        expect(applyAll(delivery)).toEqual(applyAll(life));
      }),
      { numRuns: 2000 },
    );
  });

  it('ends in the same item in each of its 40,320 orders when its times differ', () => {
    const life = LIFE.map((type, n) => received(type, n, START + n * 1000, RECEIVED));
    const ends = new Set<string>();
    let orders = 0;

    for (const end of endsOfAllOrders(life)) {
      orders += 1;
      ends.add(JSON.stringify(sorted(end)));
    }

    expect(orders).toBe(40_320);
    expect(ends).toEqual(new Set([JSON.stringify(sorted(applyAll(life)))]));
  });

  it('keeps the newer facts of a reconnection in every order', () => {
    const life = [
      received('INCOMES_ADDED', 1, START + 1000, RECEIVED),
      received('ACCOUNT_DISCONNECTED', 2, START + 2000, RECEIVED),
      received('ACCOUNT_CREATED', 3, START + 3000, RECEIVED),
      received('ACCOUNT_CONNECTED', 4, START + 4000, RECEIVED),
      received('TASK_FINISHED', 5, START + 5000, RECEIVED),
      received('INCOMES_ADDED', 6, START + 6000, RECEIVED),
    ];

    for (const order of permutations(life)) {
      const item = applyAll(order);
      expect(item?.status).toMatchObject({ value: 'CONNECTED', eventId: 'et-4' });
      expect(item?.tasks?.LINK_ACCOUNT).toMatchObject({ eventId: 'et-5' });
      expect(item?.dataPoints?.INCOMES).toMatchObject({ eventId: 'et-6', count: 6 });
    }
  });

  it('never lets an event that is stale change a fact', () => {
    const delivered = anyLife.chain((life) => anyDelivery(life));

    fc.assert(
      fc.property(delivered, (delivery) => {
        const before = applyAll(delivery.slice(0, -1));
        const last = delivery.at(-1) as Received;

        const { item, staleBecause } = apply(before, last);

        fc.pre(staleBecause !== undefined);
        const known = factsOf(before);
        expect(factsOf(item).filter((fact) => !known.includes(fact))).toEqual([]);
        expect(item === before || last.type === 'ACCOUNT_DISCONNECTED').toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Every fact of an item as text, the section and name before it. */
function factsOf(item: StateItem | undefined): string[] {
  const { status, tasks = {}, dataPoints = {} } = item ?? {};
  const facts = Object.entries({ status, ...tasks, ...dataPoints });
  return facts.map((fact) => JSON.stringify(sorted(fact)));
}

/** Members in one order, so that equal items have equal texts. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

/** The item that each order leaves; orders that begin alike share their beginning, which takes a third of the time. */
function* endsOfAllOrders(
  events: readonly Received[],
  item?: StateItem,
): Generator<StateItem | undefined> {
  if (events.length === 0) yield item;
  for (const [index, event] of events.entries()) {
    yield* endsOfAllOrders(events.toSpliced(index, 1), apply(item, event).item);
  }
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= 1) {
    yield [...items];
    return;
  }
  for (const [index, item] of items.entries()) {
    const others = [...items.slice(0, index), ...items.slice(index + 1)];
    for (const rest of permutations(others)) yield [item, ...rest];
  }
}
