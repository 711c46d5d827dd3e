/**
 * AWS found fault with the request itself. The same request gets the same answer for ever: the event ends at
 * once, since a wait would hold up its subject's later events.
 */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
  /** What AWS calls it, such as `ValidationException`. */
  readonly code: string;
  constructor(code: string) {
    super(
      `AWS refused the request for good with ${code}: look at the event's body for what is unusual.`,
    );
    this.code = code;
  }
}
