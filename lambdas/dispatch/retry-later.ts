/** Longer waits would hold up the subject's later events for too long. */
const MAX_SECONDS = 900;

/**
 * Thrown by a handler that cannot work now, and knows that it is not the event's fault: a partner is
 * down, a limit is reached. The event waits and comes again; no attempt is spent.
 */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly code = 'retry-later';
  /** Whole seconds, 0 to 900. */
  readonly seconds: number;

  /** @param seconds how long to wait; brought into 0 to 900, since the subject's later events wait too */
  constructor(seconds: number) {
    super('The handler asked to be called again later.');
    this.seconds = Math.min(MAX_SECONDS, Math.max(0, Math.ceil(seconds) || 0));
  }
}
