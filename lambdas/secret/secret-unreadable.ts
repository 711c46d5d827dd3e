/** A secret cannot be had, or is not what it should be. Nothing can be judged without it. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
  readonly code: 'missing' | 'malformed' | 'unavailable';

  /** @param form what the secret must look like */
  constructor(code: SecretUnreadable['code'], form: string) {
    super(
      `The secret must be JSON: ${form}. ` +
        'Set it in Secrets Manager and check that the role of the function may read it.',
    );
    this.code = code;
  }
}
