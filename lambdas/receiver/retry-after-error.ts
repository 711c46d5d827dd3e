import { LONGEST_WAIT_SECONDS } from './contract.ts';

/**
 * Thrown by a handler that cannot work now for a reason that is not the event's: a partner is down, a limit
 * is reached. The event is retried after the wait; no attempt is spent.
 */
export class RetryAfterError extends Error {
  override readonly name = 'RetryAfterError';
  readonly code = 'retry-after';
  /** Whole seconds, 0 to 900. */
  readonly seconds: number;

  /** @param seconds how long to wait; brought into 0 to 900, since the subject's later events wait too */
  constructor(seconds: number) {
    super('The handler asked for a retry after a wait.');
    this.seconds = Math.min(LONGEST_WAIT_SECONDS, Math.max(0, Math.ceil(seconds) || 0));
  }
}
