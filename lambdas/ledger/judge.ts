import type { Arrival, LedgerRow } from './ledger-row.ts';

/** What is to be done with a message whose event has a row already. */
export type Judgement =
  /** Begin an attempt with this number. */
  | { readonly verdict: 'run'; readonly attempt: number }
  /** Settled before: done, or quarantined. */
  | { readonly verdict: 'duplicate' }
  /** Given up by this very message, whose ticket may not be sent yet. */
  | { readonly verdict: 'buried' }
  /** Another message of the event is in a worker's hands: this one has to come again. */
  | { readonly verdict: 'under-way' }
  /** The same id with another body: the first one is kept. */
  | { readonly verdict: 'conflict' }
  /** No attempt is left; the last one crashed. */
  | { readonly verdict: 'exhausted' };

export interface AttemptLimits {
  readonly maxAttempts: number;
  readonly visibilityTimeoutSeconds: number;
}

/**
 * Judges a message by its event's row. Pure.
 *
 * Attempts count handler failures, which are written into the row, and crashes, which are silence: the
 * row still says STARTED. But a worker that loses DynamoDB in mid-attempt leaves the same silence, and
 * that must not count. The queue tells the two apart:
 *
 *     crash    begin ── † ─────────────── visibility timeout ──▶ next receive
 *     outage   begin ── left, seconds ─────▶ next receive        early: a worker left it
 *              begin ── lets go ──▶ receive ✗ ──▶ receive ✗ ──▶  receives in between that left no trace
 *
 * Only a message that came back by itself, on its very next receive, has crashed its worker.
 */
export function judge(
  row: LedgerRow,
  arrival: Arrival,
  now: number,
  { maxAttempts, visibilityTimeoutSeconds }: AttemptLimits,
): Judgement {
  if (row.bodySha256 !== arrival.bodySha256) return { verdict: 'conflict' };
  if (row.status === 'DONE' || row.status === 'QUARANTINED') return { verdict: 'duplicate' };
  const hiddenFor = now - Date.parse(row.startedAt);
  if (row.messageId !== arrival.messageId) {
    // A ticket is in a group of its own: nothing else keeps it from running beside the event's other message.
    const isUnderWay = row.status === 'STARTED' && hiddenFor < visibilityTimeoutSeconds * 1000;
    return isUnderWay ? { verdict: 'under-way' } : { verdict: 'run', attempt: 1 };
  }
  if (row.status === 'DEAD') return { verdict: 'buried' };
  if (row.status === 'FAILED') return next(row.attempts + 1, maxAttempts);

  const cameBackByItself = hiddenFor >= silenceOfACrash(visibilityTimeoutSeconds) * 1000;
  const onTheNextReceive = arrival.receives === row.receives + 1;
  const crashed = cameBackByItself && onTheNextReceive;
  return next(crashed ? row.attempts + 1 : row.attempts, maxAttempts);
}

/**
 * Seconds after which a silent message came back by itself. Half the visibility timeout: an attempt
 * starts some time after its receive, so the whole is never quite reached; and a worker that lets go
 * of a message without a trace in the ledger stays well below.
 */
export function silenceOfACrash(visibilityTimeoutSeconds: number): number {
  return visibilityTimeoutSeconds / 2;
}

function next(attempt: number, maxAttempts: number): Judgement {
  return attempt > maxAttempts ? { verdict: 'exhausted' } : { verdict: 'run', attempt };
}
