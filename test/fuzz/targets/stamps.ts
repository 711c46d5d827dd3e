import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { instantOf } from '../../../lambdas/smile/envelope.ts';
import { compareStamps, isFromFuture, stampOf } from '../../../lambdas/state/stamp.ts';
import { target } from '../target.ts';
import { anyInstant } from './instants.ts';

const MINUTES_AHEAD = 5 * 60_000;

const anyTime = anyInstant.filter((text) => !Number.isNaN(instantOf(text)));
const anyEvent = fc.record({
  event: fc.record({ id: fc.constantFrom('et-1', 'et-2', 'et-é', 'ET-1'), createdAt: anyTime }),
  rank: fc.constantFrom(0, 10, 20, 90),
  // Of a webhook it is ours; of a message by hand it is whatever somebody wrote there.
  receivedAt: fc.oneof(fc.constant('2026-01-02T03:04:06.789Z'), anyTime),
});
type Stamped = typeof anyEvent extends fc.Arbitrary<infer Event> ? Event : never;

/** A time of receipt without an offset was read in the machine's own time zone. */
const typedByHand: Stamped = {
  event: { id: 'et-1', createdAt: '2026-01-02T03:10:00Z' },
  rank: 0,
  receivedAt: '2026-01-02 03:04:05',
};
const FOUND: [Stamped, Stamped, Stamped][] = [[typedByHand, typedByHand, typedByHand]];

/** @param compare what is on trial, together with `stampOf` */
export const stampsTarget = (compare = compareStamps) =>
  target(
    'stamps are a total order by time, rank and id, none of them more than five minutes ahead',
    25,
    fc.tuple(anyEvent, anyEvent, anyEvent),
    (events) => {
      const [a, b, c] = events.map(({ event, rank, receivedAt }) => {
        const stamp = stampOf(event, rank, receivedAt);
        assert.equal(Date.parse(stamp.asOf), timeOf({ event, rank, receivedAt }));
        assert.equal(
          isFromFuture(event.createdAt, receivedAt),
          instantOf(event.createdAt) > instantOf(receivedAt) + MINUTES_AHEAD,
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

function timeOf({ event, receivedAt }: Stamped): number {
  return Math.min(instantOf(event.createdAt), instantOf(receivedAt) + MINUTES_AHEAD);
}

function byTuple(a: Stamped, b: Stamped): number {
  const ids = [a.event.id, b.event.id].toSorted();
  const byId = a.event.id === b.event.id ? 0 : ids[0] === a.event.id ? -1 : 1;
  return Math.sign(timeOf(a) - timeOf(b)) || Math.sign(a.rank - b.rank) || byId;
}
