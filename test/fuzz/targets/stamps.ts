import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { instantOf } from '../../../lambdas/smile/envelope.ts';
import { compareStamps, isFromFuture, stampOf } from '../../../lambdas/state/stamp.ts';
import { target } from '../target.ts';
import { anyInstant } from './instants.ts';

const MINUTES_AHEAD = 5 * 60_000;
/** No text of a time sorts before it. */
const YEAR_0 = new Date(0).setUTCFullYear(0, 0, 1);

const anyTime = anyInstant.filter((text) => !Number.isNaN(instantOf(text)));
const anyEvent = fc.record({
  event: fc.record({
    id: fc.constantFrom('et-1', 'et-2', 'et-é', 'ET-1'),
    type: fc.constant('A_TYPE'),
    createdAt: fc.oneof(
      { weight: 8, arbitrary: anyTime },
      fc.constantFrom<string | undefined>(undefined, '0000-01-01', '0000-01-01T00:00:00+23:59'),
    ),
  }),
  rank: fc.constantFrom(0, 10, 20, 90),
  // Of a webhook it is ours; of a message by hand it is whatever somebody wrote there.
  receivedAt: fc.oneof(fc.constant('2026-01-02T03:04:06.789Z'), anyTime),
});
type Stamped = typeof anyEvent extends fc.Arbitrary<infer Event> ? Event : never;

/** A time of receipt without an offset was read in the machine's own time zone. */
const typedByHand: Stamped = {
  event: { id: 'et-1', type: 'A_TYPE', createdAt: '2026-01-02T03:10:00Z' },
  rank: 0,
  receivedAt: '2026-01-02 03:04:05',
};
/** A time behind the year 0 was older than none. */
const RECEIVED_AT = '2026-01-02T03:04:06.789Z';
const ancient: Stamped = {
  event: { id: 'et-1', type: 'A_TYPE', createdAt: '0000-01-01T00:00:00+23:59' },
  rank: 0,
  receivedAt: RECEIVED_AT,
};
const undated: Stamped = {
  event: { id: 'et-2', type: 'A_TYPE', createdAt: undefined },
  rank: 90,
  receivedAt: RECEIVED_AT,
};
const FOUND: [Stamped, Stamped, Stamped][] = [
  [typedByHand, typedByHand, typedByHand],
  [ancient, undated, undated],
];

/** @param compare what is on trial, together with `stampOf` */
export const stampsTarget = (compare = compareStamps) =>
  target(
    'stamps are a total order by time, rank and id: no time first, and none more than five minutes ahead',
    25,
    fc.tuple(anyEvent, anyEvent, anyEvent),
    (events) => {
      const [a, b, c] = events.map((stamped) => {
        const { event, rank } = stamped;
        const stamp = stampOf(event, rank, stamped.receivedAt);
        assert.equal(Date.parse(stamp.asOf), timeOf(stamped), 'another time');
        assert.equal(
          isFromFuture(event.createdAt, stamped.receivedAt),
          event.createdAt !== undefined &&
            instantOf(event.createdAt) > instantOf(stamped.receivedAt) + MINUTES_AHEAD,
        );
        return stamp;
      });
      if (!a || !b || !c) throw new Error('There are three of them.');
      assert.equal(Math.sign(compare(a, b)), byTuple(events[0], events[1]), 'another order');
      assert.equal(Math.sign(compare(a, b)), -Math.sign(compare(b, a)) || 0);
      assert.ok(!(compare(a, b) <= 0 && compare(b, c) <= 0) || compare(a, c) <= 0);
      assert.equal(compare(a, a), 0, 'not the same as itself');
    },
    FOUND,
  );

function timeOf({ event, ...delivery }: Stamped): number {
  if (event.createdAt === undefined) return YEAR_0;
  const latest = instantOf(delivery.receivedAt) + MINUTES_AHEAD;
  const time = Math.min(instantOf(event.createdAt), latest);
  return Math.max(YEAR_0 + 1, time);
}

function byTuple(a: Stamped, b: Stamped): number {
  const ids = [a.event.id, b.event.id].toSorted();
  const byId = a.event.id === b.event.id ? 0 : ids[0] === a.event.id ? -1 : 1;
  return Math.sign(timeOf(a) - timeOf(b)) || Math.sign(a.rank - b.rank) || byId;
}
