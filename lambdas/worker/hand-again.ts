/** Not an error of anybody: the message has to be handed out again after a while. */
export class HandAgain extends Error {
  override readonly name = 'HandAgain';
  readonly code: 'fault' | 'retry-later' | 'failed';
  /** Seconds until SQS hands it out. */
  readonly seconds: number;
  /** @param cause what kept the message from being settled */
  constructor(code: HandAgain['code'], seconds: number, cause: unknown) {
    super('The message comes again.', { cause });
    this.code = code;
    this.seconds = seconds;
  }
}
