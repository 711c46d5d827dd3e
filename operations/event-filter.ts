import type { LedgerRow, LedgerStatus, Outcome } from '../lambdas/ledger/ledger-row.ts';
import type { Origin } from '../lambdas/message/origin.ts';
import { subjectOf } from '../lambdas/message/subject.ts';
import { instantOf } from '../lambdas/smile/envelope.ts';

/** Which events are meant. What is absent is not asked. */
export interface EventFilter {
  readonly ids?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly account?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly statuses?: readonly LedgerStatus[] | undefined;
  readonly outcomes?: readonly Outcome[] | undefined;
  readonly origins?: readonly Origin[] | undefined;
  /** Received at that time or later, and before. ISO 8601. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** What of a row is looked at. */
type Shown = Pick<
  LedgerRow,
  'subject' | 'accountId' | 'receivedAt' | 'type' | 'status' | 'outcome'
> &
  Partial<Pick<LedgerRow, 'origin'>>;

/** The group of a user's events, which stands in their rows. */
export function subjectOfUser(user: string): string {
  return subjectOf({ userId: user }, user);
}

/** Whether a row is meant, ids apart: those lead to it. */
export function isMeant(row: Shown, filter: EventFilter): boolean {
  const { user, account, types, statuses, outcomes, origins, since, until } = filter;
  const received = instantOf(row.receivedAt);
  return (
    (user === undefined || row.subject === subjectOfUser(user)) &&
    (account === undefined || row.accountId === account) &&
    (types === undefined || types.includes(row.type ?? '')) &&
    (statuses === undefined || statuses.includes(row.status)) &&
    (outcomes === undefined || (row.outcome !== undefined && outcomes.includes(row.outcome))) &&
    (origins === undefined || (row.origin !== undefined && origins.includes(row.origin))) &&
    (since === undefined || received >= instantOf(since)) &&
    (until === undefined || received < instantOf(until))
  );
}
