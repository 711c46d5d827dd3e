import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { type Receiver, startReceiver } from '../receiver.ts';

const EVENTS = 1000;
const USERS = 50;
const CONCURRENT = 20;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ adjust: undefined });
});
afterAll(() => receiver.run.stop());

it('1,000 events for 50 users, each posted three times in any order, are each handled once', async () => {
  const types = EVENT_TYPES.filter(
    (type) => type.startsWith('ACCOUNT_') || type.endsWith('_ADDED'),
  );
  const events = Array.from({ length: EVENTS }, (_, n) =>
    buildEvent(types[n % types.length] ?? 'USER_CREATED', {
      data: { userId: `tenant-user-${n % USERS}`, accountId: `a-${n % USERS}` },
    }),
  );
  const posts = shuffled([...events, ...events, ...events].map((event) => JSON.stringify(event)));

  const statuses: number[] = [];
  await Promise.all(
    Array.from({ length: CONCURRENT }, async () => {
      for (let body = posts.pop(); body !== undefined; body = posts.pop()) {
        statuses.push((await receiver.post(body)).status);
      }
    }),
  );
  await receiver.drained(90_000);

  expect(statuses).toHaveLength(3 * EVENTS);
  expect(new Set(statuses)).toEqual(new Set([200]));
  const rows = await receiver.rows();
  expect(rows).toHaveLength(EVENTS);
  expect(rows.filter(({ status }) => status !== 'DONE')).toEqual([]);
  expect(rows.filter(({ attempts }) => attempts !== 1)).toEqual([]);
  const { deadLetters } = await receiver.queues();
  expect(deadLetters).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
}, 180_000);

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
