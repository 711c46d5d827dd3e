/**
 * `missing`: there is no such secret, or no value in it. `denied`: the function may not read or decrypt it.
 * `malformed`: it does not hold what it should. `unavailable`: Secrets Manager did not answer, or failed.
 */
export type SecretFault = 'missing' | 'denied' | 'malformed' | 'unavailable';

const PROBLEMS: Readonly<Record<SecretFault, string>> = {
  missing: 'The secret does not exist, has no value, or is about to be deleted.',
  denied: 'The function may not read the secret, or may not decrypt it.',
  malformed: 'The secret has another form.',
  unavailable: 'Secrets Manager did not answer, or failed.',
};

/** A secret cannot be had, or is not what it should be. Nothing can be judged without it. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
  readonly code: SecretFault;
  /** What is wrong, in a sentence that may be logged: it holds nothing of the secret. */
  readonly problem: string;

  /** @param form what the secret must look like */
  constructor(code: SecretFault, form: string, problem: string = PROBLEMS[code]) {
    super(
      `${problem} The secret must be JSON: ${form}. ` +
        'Set it in Secrets Manager and check that the role of the function may read it.',
    );
    this.code = code;
    this.problem = problem;
  }
}
