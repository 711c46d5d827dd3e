/**
 * A deployed stage cannot be reached or used as it is. What AWS said is left out of the message: it names
 * accounts and people, and an answer that was not understood could hold a secret.
 */
export class StageOutOfReach extends Error {
  override readonly name = 'StageOutOfReach';
  readonly code:
    | 'no-region'
    | 'no-credentials'
    | 'not-allowed'
    | 'not-deployed'
    | 'secret-unusable'
    | 'no-answer'
    | 'refused'
    | 'function-failed';
  constructor(code: StageOutOfReach['code'], message: string) {
    super(message);
    this.code = code;
  }
}
