import { describeError } from '../telemetry/describe-error.ts';

/**
 * AWS did not do what it was asked: throttled, out of reach, not permitted. It says nothing about the
 * event in hand, so it spends none of its attempts.
 */
export class AwsFault extends Error {
  override readonly name = 'AwsFault';
  /** Class and code of what AWS or the SDK threw, such as `ThrottlingException`. */
  readonly code: string;
  constructor(cause: unknown) {
    const { class: errorClass, code } = describeError(cause);
    const what = code === undefined ? errorClass : `${errorClass}:${code}`;
    super(`AWS refused or failed with ${what}: check its health, limits and the role's policy.`);
    this.code = what;
  }
}

/**
 * AWS's answers about the request itself. The same request gets the same answer for ever, so they are
 * failures of the event, not of AWS: to wait would hold up the subject's later events for days.
 */
const ABOUT_THE_REQUEST = new Set([
  'ConditionalCheckFailedException',
  'ValidationException',
  'SerializationException',
  'InvalidMessageContents',
  'InvalidParameterValue',
  'InvalidAttributeName',
  'InvalidAttributeValue',
]);

/** Runs a call to AWS and turns a fault of AWS into an {@link AwsFault}. */
export async function onAws<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && ABOUT_THE_REQUEST.has(error.name)) throw error;
    throw new AwsFault(error);
  }
}
