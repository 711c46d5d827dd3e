/**
 * Thrown by a handler that will never succeed with this event. The event goes to the dead letters at once,
 * with the reason.
 */
export class NonRetriableError extends Error {
  override readonly name = 'NonRetriableError';
  readonly code = 'non-retriable';
  /** Written to the ledger and the dead letter: never a name, a login or an amount. */
  readonly reason: string;

  /** @param reason a few words for the person on call; no personal data */
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}
