import type { Arrival, LedgerRow } from './ledger-row.ts';

/** The right to write an event's row: of one attempt, until the next one begins. */
export interface Lease extends Pick<LedgerRow, 'eventId' | 'receivedAt' | 'startedAt'> {
  readonly id: string;
  readonly attempt: number;
  /** What earlier attempts left. `handledAt`: the handler returned, in an attempt that failed afterwards. */
  readonly past: Pick<LedgerRow, 'handledAt' | 'history' | 'changes' | 'lastError'>;
  /** What the next write of the row brings: the body or its reference. */
  readonly content: Pick<Arrival, 'body' | 'bodyRef'>;
}

/** The lease that a row holds. The arrival's own body: its digest is the row's, or there is no lease. */
export function leaseOf(row: LedgerRow, { body, bodyRef }: Arrival): Lease {
  const { eventId, receivedAt, startedAt, lease, attempts } = row;
  const { handledAt, history, changes, lastError } = row;
  const content = {
    ...(body === undefined ? {} : { body }),
    ...(bodyRef === undefined ? {} : { bodyRef }),
  };
  const past = {
    ...(handledAt === undefined ? {} : { handledAt }),
    ...(history === undefined ? {} : { history }),
    ...(changes === undefined ? {} : { changes }),
    ...(lastError === undefined ? {} : { lastError }),
  };
  return { eventId, receivedAt, startedAt, id: lease, attempt: attempts, past, content };
}
