import * as fc from 'fast-check';
import { EVENT_TYPES, type EventType } from '../../../lambdas/smile/events.ts';
import type { Received } from '../../unit/state/apply.ts';

const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** Those that move a thing along come more often than the forty ways in which data arrives. */
const anyType = fc.oneof(
  fc.constantFrom(...EVENT_TYPES),
  fc.constantFrom<EventType>(
    'ACCOUNT_CREATED',
    'ACCOUNT_CONNECTED',
    'ACCOUNT_DISCONNECTED',
    'ACCOUNT_FAILED',
    'TASK_STARTED',
    'TASK_FINISHED',
    'INCOMES_ADDED',
    'INCOMES_UPDATED',
    'ARCHIVE_STARTED',
    'ARCHIVE_REVOKED',
  ),
);

/**
 * Events of two users with two things each, within few seconds: many of the same second, some from a
 * wrong clock. The second part of an id orders otherwise than the events happened.
 */
export const anyEvents: fc.Arbitrary<readonly Received[]> = fc
  .array(
    fc.record({
      type: anyType,
      user: fc.nat(1),
      thing: fc.nat(1),
      second: fc.nat(4),
      ahead: fc.constantFrom(0, 0, 0, 0, 500, 3_000_000_000),
      delay: fc.nat(3),
      isDated: fc.constantFrom(true, true, true, true, true, true, true, false),
      salt: fc.nat(9),
      taskType: fc.constantFrom('LINK_ACCOUNT', 'UPDATE_ACCOUNT', 'UPLOAD_ARCHIVE'),
      sourceType: fc.constantFrom('ACCOUNT', 'ARCHIVE'),
      status: fc.constantFrom('SUCCEEDED', 'FAILED', 'COMPLETED', undefined),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((rows) =>
    rows.map(
      (
        { type, user, thing, second, ahead, delay, isDated, salt, taskType, sourceType, status },
        n,
      ) => ({
        id: `et-${salt}-${n}`,
        type,
        createdAt: isDated ? iso(second + ahead) : undefined,
        receivedAt: iso(60 + delay),
        data: {
          userId: `u${user}`,
          accountId: `a${thing}`,
          sourceId: `a${thing}`,
          archiveId: `a${thing}`,
          inviteId: `i${thing}`,
          recordId: `a${thing}`,
          verificationId: `v${thing}`,
          identityId: `id${n}`,
          ratingId: `r${n}`,
          id: `o${n}`,
          session: { userId: `u${user}` },
          count: n,
          providers: [`p${n}`],
          taskType,
          sourceType,
          status,
        },
      }),
    ),
  );

/** The same events in any order, each of them once or more often. */
export function anyDelivery<T>(events: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.array(fc.tuple(fc.constantFrom(...events), fc.nat()), { maxLength: 5 }),
    )
    .map(([all, repeated]) =>
      repeated.reduce(
        (delivery, [event, place]) => delivery.toSpliced(place % (delivery.length + 1), 0, event),
        all,
      ),
    );
}
