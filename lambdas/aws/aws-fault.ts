import { describeError } from '../telemetry/describe-error.ts';
import { AwsRefusal } from './aws-refusal.ts';

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

/** AWS's answers about the request itself, by the names of the services that are called here. */
const ABOUT_THE_REQUEST = new Set([
  // DynamoDB
  'ValidationException',
  'SerializationException',
  'ItemCollectionSizeLimitExceededException',
  // SQS
  'InvalidMessageContents',
  'InvalidParameterValue',
  'InvalidAttributeName',
  'InvalidAttributeValue',
  'BatchRequestTooLong',
  // EventBridge, as an error and as the code of an entry
  'RequestEntityTooLargeException',
  'InvalidArgument',
  'MalformedDetail',
  // S3
  'EntityTooLarge',
  'KeyTooLongError',
]);

/**
 * Runs a call to AWS. A failed condition passes as it is.
 *
 * @throws AwsRefusal when AWS will never take this request
 * @throws AwsFault for everything else that AWS did not do
 */
export async function onAws<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const names = error instanceof Error ? [error.name, 'code' in error ? error.code : ''] : [];
    if (names.includes('ConditionalCheckFailedException')) throw error;
    const refusal = names.find((name) => ABOUT_THE_REQUEST.has(name as string));
    throw refusal === undefined ? new AwsFault(error) : new AwsRefusal(refusal as string);
  }
}
