/**
 * Thrown by a handler that will never succeed with this event. It goes to the dead letters at once,
 * with the reason.
 */
export class Permanent extends Error {
  override readonly name = 'Permanent';
  readonly code = 'permanent';
  /** Written to the ledger and the dead letter: never a name, a login or an amount. */
  readonly reason: string;

  /** @param reason a few words for the person on call; no personal data */
  constructor(reason: string) {
    super('The handler gave the event up; its reason is in the ledger.');
    this.reason = reason;
  }
}
