import type { LedgerRow, LedgerStatus, Outcome } from '../lambdas/ledger/ledger-row.ts';
import type { Origin } from '../lambdas/message/origin.ts';
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
type Shown = Pick<LedgerRow, 'accountId' | 'receivedAt' | 'type' | 'status' | 'outcome'> &
  Partial<Pick<LedgerRow, 'origin'>>;

/** Whether a row is meant, ids and user apart: those lead to it. */
export function isMeant(row: Shown, filter: EventFilter): boolean {
  const { account, types, statuses, outcomes, origins, since, until } = filter;
  const received = instantOf(row.receivedAt);
  return (
    (account === undefined || row.accountId === account) &&
    (types === undefined || types.includes(row.type ?? '')) &&
    (statuses === undefined || statuses.includes(row.status)) &&
    (outcomes === undefined || (row.outcome !== undefined && outcomes.includes(row.outcome))) &&
    (origins === undefined || (row.origin !== undefined && origins.includes(row.origin))) &&
    (since === undefined || received >= instantOf(since)) &&
    (until === undefined || received < instantOf(until))
  );
}
