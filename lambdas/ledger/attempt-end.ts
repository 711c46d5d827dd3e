import { type Change, MAX_CHANGES } from '../state/changes.ts';
import type { Announced, LastError, LedgerRow, PastAttempt } from './ledger-row.ts';
import type { Lease } from './lease.ts';

/** How far an attempt came. */
export interface Reached {
  /** When the handler returned, in this attempt or an earlier one. ISO 8601. */
  readonly handledAt?: string | undefined;
  /** What this attempt changed in state. */
  readonly changes?: readonly Change[] | undefined;
  readonly announced?: Announced | undefined;
}

type Written = Partial<
  Pick<LedgerRow, 'history' | 'changes' | 'announced' | 'handledAt' | 'lastError'>
>;

/**
 * What the end of a good attempt writes beside the status. Only an event that failed before gets a history: the
 * row of one that succeeds at once stays within its write units.
 */
export function goodEnd({ startedAt, past }: Lease, reached: Reached, version: string): Written {
  const attempt = { began: startedAt, ended: new Date().toISOString(), version };
  return {
    ...(past.history ? { history: withAttempt(past.history, attempt) } : {}),
    ...effectsOf(past, reached),
  };
}

/** What the end of a failed attempt writes beside the status. */
export function failedEnd(
  { startedAt, past }: Lease,
  lastError: LastError,
  { handledAt, ...reached }: Reached,
  version: string,
): Written {
  const { class: errorClass, code, at } = lastError;
  const attempt: PastAttempt = {
    began: startedAt,
    ended: new Date().toISOString(),
    version,
    errorClass,
    ...(code === undefined ? {} : { code }),
    ...(at === undefined ? {} : { at }),
  };
  return {
    lastError,
    history: withAttempt(past.history, attempt),
    ...effectsOf(past, reached),
    ...(handledAt === undefined ? {} : { handledAt }),
  };
}

/** The history of a row whose next attempt begins. One that still says `STARTED` has a silent attempt behind it. */
export function historyBefore({
  status,
  startedAt,
  history,
}: Pick<LedgerRow, 'status' | 'startedAt' | 'history'>): Pick<LedgerRow, 'history'> {
  if (status === 'STARTED') return { history: withAttempt(history, { began: startedAt }) };
  return history ? { history } : {};
}

function effectsOf(past: Lease['past'], { changes = [], announced }: Reached): Written {
  const all = [...(past.changes ?? []), ...changes].slice(0, MAX_CHANGES);
  return {
    ...(changes.length > 0 ? { changes: all } : {}),
    ...(announced ? { announced } : {}),
  };
}

const KEPT = 10;

/** An attempt is written down once, whatever its later writes say: the first one knows why it failed. */
function withAttempt(
  history: readonly PastAttempt[] = [],
  attempt: PastAttempt,
): readonly PastAttempt[] {
  if (history.some(({ began }) => began === attempt.began)) return history;
  return [...history, attempt].slice(-KEPT);
}
