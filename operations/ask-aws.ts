import { describeError } from '../lambdas/telemetry/describe-error.ts';
import { isAnswer } from '../local/is-answer.ts';
import { StageOutOfReach } from './stage-out-of-reach.ts';

/** One question to AWS. */
export interface Question<Answer> {
  /** As a policy names it: `lambda:InvokeFunction`. */
  readonly action: string;
  /** What it is done to, for the sentence: `the function smile-…`. */
  readonly on: string;
  readonly ask: () => Promise<Answer>;
  /** What this question's own refusals mean, by the name of the error. */
  readonly refusals?: Readonly<Record<string, () => StageOutOfReach>>;
}

/** What to do about credentials that AWS does not take. */
export const SIGN_IN =
  'Sign in, for instance with aws sso login, or choose a profile with AWS_PROFILE.';

/** A missing right. Names differ by service (AWS general reference, Common errors; IAM, Troubleshooting). */
export const NOT_ALLOWED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
]);
/** An identity that is not there, expired or wrong. */
export const BAD_CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
]);

/** Asks AWS. A refusal becomes {@link StageOutOfReach} with a sentence that says what to do. */
export async function askAws<Answer>(question: Question<Answer>): Promise<Answer> {
  try {
    return await question.ask();
  } catch (error) {
    throw explain(error, question);
  }
}

function explain(error: unknown, { action, on, refusals = {} }: Question<unknown>) {
  const { class: name } = describeError(error);
  const own = Object.hasOwn(refusals, name) ? refusals[name] : undefined;
  if (own) return own();
  if (NOT_ALLOWED.has(name)) {
    return new StageOutOfReach(
      'not-allowed',
      `Your AWS identity may not do this. It needs ${action} on ${on}.`,
    );
  }
  if (BAD_CREDENTIALS.has(name)) {
    return new StageOutOfReach(
      'no-credentials',
      `AWS does not take your credentials (${name}). ${SIGN_IN}`,
    );
  }
  if (isAnswer(error)) {
    return new StageOutOfReach('refused', `AWS refused ${action} on ${on} with ${name}.`);
  }
  return new StageOutOfReach(
    'no-answer',
    `AWS did not answer ${action}. Check the network, the region, and AWS_ENDPOINT_URL if it is set.`,
  );
}

/** What every client resolves in the same way. */
interface Resolvable {
  readonly config: {
    readonly region: () => Promise<string>;
    readonly credentials: () => Promise<unknown>;
  };
}

/** Says what is missing before the first question, where the SDK's own errors are the least clear. */
export async function checkIdentity({ config }: Resolvable): Promise<void> {
  await config.region().catch(() => {
    throw new StageOutOfReach(
      'no-region',
      'No AWS region is set. Set AWS_REGION to the one that the stage was deployed to, such as ap-southeast-1.',
    );
  });
  await config.credentials().catch(() => {
    throw new StageOutOfReach('no-credentials', `There are no AWS credentials here. ${SIGN_IN}`);
  });
}
