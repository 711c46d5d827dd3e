import { describe, expect, it } from 'vitest';
import { newBody } from '../../../bench/events.ts';
import { connectedAccount, prefill, PrefillRefused } from '../../../bench/prefill.ts';
import { userName, userOfEvent } from '../../../bench/users.ts';
import { parseEvent } from '../../../lambdas/smile/events.ts';
import { factOf } from '../../../lambdas/state/facts/facts.ts';
import { merge } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';

const usersOf = (events: number, users: number) =>
  Array.from({ length: events }, (_, n) => userOfEvent(n, events, users));

describe('the users of measured events', () => {
  it('are spread over all of them', () => {
    const users = usersOf(300, 10_000);

    expect(new Set(users).size).toBe(300);
    expect(users.at(0)).toBe(userName(0));
    expect(users.at(-1)).toBe(userName(9966));
  });

  it('come equally often, when there are fewer than events', () => {
    const counts = Object.groupBy(usersOf(300, 100), (user) => user);

    expect(Object.keys(counts)).toHaveLength(100);
    expect(new Set(Object.values(counts).map((users) => users?.length))).toEqual(new Set([3]));
    expect(new Set(usersOf(300, 1)).size).toBe(1);
  });

  it('have their items before: an event changes the one that is there, and is news', () => {
    const before = connectedAccount(42);
    const event = parseEvent(JSON.parse(newBody(1024, userName(42)).toString()) as never);
    const fact = factOf(event);

    const stamp = stampOf(event, fact.rank, new Date().toISOString());
    const { item, staleBecause } = merge(before, fact, stamp);

    expect(fact.thing).toEqual({ pk: before.pk, sk: before.sk });
    expect(staleBecause).toBeUndefined();
    expect([item.version, item.status?.eventId]).toEqual([1, event.id]);
  });
});

describe('filling a table', () => {
  it('writes each number once', async () => {
    const written: string[] = [];
    const send = async ({ input }: { input: { RequestItems: Record<string, unknown[]> } }) => {
      const requests = input.RequestItems.things as {
        PutRequest: { Item: { n: { N: string } } };
      }[];
      written.push(...requests.map(({ PutRequest }) => PutRequest.Item.n.N));
      expect(requests.length).toBeLessThanOrEqual(25);
      return {};
    };

    await prefill({ send } as never, 'things', (n) => ({ n }), 7, 310);

    const numbers = written.map(Number).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 303 }, (_, n) => n + 7));
  });

  it('fails when the engine leaves something out', async () => {
    const dynamodb = { send: async () => ({ UnprocessedItems: { things: [{}] } }) };

    const filling = prefill(dynamodb as never, 'things', (n) => ({ n }), 0, 1);

    await expect(filling).rejects.toThrow(PrefillRefused);
  });
});
