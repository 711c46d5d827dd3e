/** The stand-in does not do what it was asked. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code = 'refused';
  /** HTTP status; Smile's code goes by it. */
  readonly status: number;

  /** @param message goes into the answer */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  /** A parameter or a field is not what Smile documents. */
  static invalid(name: string, wanted: string): Refused {
    return new Refused(400, `"${name}" must be ${wanted}.`);
  }

  static missing(): Refused {
    return new Refused(404, 'There is no such thing here.');
  }
}
