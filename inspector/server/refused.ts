import { BAD_CREDENTIALS, NOT_ALLOWED, SIGN_IN } from '../../operations/ask-aws.ts';
import { StageOutOfReach } from '../../operations/stage-out-of-reach.ts';
import type { Trouble } from '../contract.ts';

/** What the page asks for is not given. The message says what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The status and the words for whatever went wrong. What AWS itself says is left out: it names accounts and people. */
export function troubleOf(error: unknown): readonly [status: number, trouble: Trouble] {
  if (error instanceof Refused) return [error.status, { code: error.code, message: error.message }];
  const { name, message } = error as Error;
  if (NOT_ALLOWED.has(name)) {
    const [, action = 'more'] = /perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message) ?? [];
    return [
      403,
      {
        code: 'not-allowed',
        action,
        message: `Your AWS identity may not do this. It needs ${action}. The stack has a managed policy with all that operators need.`,
      },
    ];
  }
  if (BAD_CREDENTIALS.has(name)) {
    return [
      401,
      { code: 'no-credentials', message: `AWS does not take your credentials. ${SIGN_IN}` },
    ];
  }
  if (error instanceof StageOutOfReach) return [502, { code: error.code, message }];
  return [
    502,
    { code: 'no-answer', message: `The receiver did not answer (${name}). It is asked again.` },
  ];
}
