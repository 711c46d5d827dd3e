import type { LedgerRow, PastAttempt } from '../lambdas/ledger/ledger-row.ts';
import { instantOf } from '../lambdas/smile/envelope.ts';

/** Something that happened to an event. */
export interface Moment {
  /** ISO 8601. */
  readonly at: string;
  readonly what: string;
  /** Milliseconds: since Smile made the event, or from an attempt's beginning to its end. */
  readonly took?: number | undefined;
  readonly detail?: string | undefined;
}

/** What happened to an event, oldest first. Attempts that failed in the same way are one moment. */
export function timelineOf(row: LedgerRow): readonly Moment[] {
  const { createdAt, receivedAt, actions = [], outcome, completedAt, status, type } = row;
  const isDated = createdAt !== undefined && !Number.isNaN(instantOf(createdAt));
  const took = isDated ? instantOf(receivedAt) - instantOf(createdAt) : undefined;
  const made = row.origin === 'widget' ? 'created in the browser' : 'created by Smile';
  const moments: readonly Moment[] = [
    ...(isDated ? [{ at: createdAt, what: made }] : []),
    { at: receivedAt, what: 'received', took },
    ...attemptsOf(row),
    ...actions.map(({ action, by, at }) => ({ at, what: action, detail: `by ${by}` })),
    ...(status === 'QUARANTINED'
      ? [
          {
            at: completedAt ?? receivedAt,
            what: 'quarantined',
            detail: type ? 'another body under a known id' : 'it cannot be identified',
          },
        ]
      : []),
    ...(status === 'DEAD' ? [{ at: completedAt ?? receivedAt, what: 'dead letter' }] : []),
    ...(status === 'DONE' && outcome !== undefined
      ? [{ at: completedAt ?? receivedAt, what: outcome.toLowerCase().replace('_', ' ') }]
      : []),
  ];
  return moments.toSorted((one, other) => instantOf(one.at) - instantOf(other.at));
}

function attemptsOf({
  history = [],
  startedAt,
  completedAt,
  status,
  actions = [],
}: LedgerRow): readonly Moment[] {
  if (status === 'QUARANTINED') return [];
  const isWritten = history.some(({ began }) => began === startedAt);
  const last: PastAttempt =
    completedAt === undefined ? { began: startedAt } : { began: startedAt, ended: completedAt };
  const attempts = isWritten ? history : [...history, last];
  const folded: { first: number; last: number; attempt: PastAttempt; failure: string }[] = [];
  for (const [index, attempt] of attempts.entries()) {
    const isUnderWay = attempt === last && status === 'STARTED';
    const failure = isUnderWay ? 'under way' : failureOf(attempt);
    const before = folded.at(-1);
    const isRedriven = actions.some(
      ({ at }) => before && at > before.attempt.began && at < attempt.began,
    );
    if (failure !== '' && before?.failure === failure && !isRedriven) before.last = index + 1;
    else folded.push({ first: index + 1, last: index + 1, attempt, failure });
  }
  return folded.map(({ first, last: end, attempt, failure }) => ({
    at: attempt.began,
    what: first === end ? `attempt ${first}` : `attempts ${first}–${end}`,
    took: first === end ? durationOf(attempt) : undefined,
    detail: failure,
  }));
}

function durationOf({ began, ended }: PastAttempt): number | undefined {
  return ended === undefined ? undefined : instantOf(ended) - instantOf(began);
}

function failureOf({ ended, errorClass, code, at }: PastAttempt): string {
  if (ended === undefined) return 'left no trace: its worker crashed, or could not write';
  return [errorClass, code, at].filter((part) => part !== undefined).join(' ');
}
