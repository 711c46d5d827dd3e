import type { SQSRecord } from 'aws-lambda';
import { AwsRefusal } from '../aws/aws-refusal.ts';
import { describeError } from '../telemetry/describe-error.ts';
import { asDeadLetter } from './dead-letters.ts';
import type { WorkerParts } from './parts.ts';
import { messageContext, receivesOf } from './received-message.ts';
import { isFault } from './retry.ts';

/**
 * A message that fails before its attempt can even begin has no row to count in; its receives stand in for
 * attempts, and a refusal by AWS is final at once. True when the message went to the dead letters.
 */
export async function giveUp(
  error: unknown,
  record: SQSRecord,
  { retry, deadLetters, createLog, record: write }: WorkerParts,
): Promise<boolean> {
  if (isFault(error)) return false;
  if (!(error instanceof AwsRefusal) && receivesOf(record) < retry.maxAttempts) return false;
  const { class: errorClass } = describeError(error);
  const fields = { ...messageContext(record), errorClass };
  try {
    await deadLetters.send(asDeadLetter(record, `before its attempt: ${errorClass}`));
  } catch (sendError) {
    const sendErrorClass = describeError(sendError).class;
    createLog(fields).warn('dead letter not sent', { sendErrorClass });
    return false;
  }
  const metrics = { values: { DeadLetters: 1 }, dimensions: { type: 'OTHER' } };
  write('error', 'event is in the dead letters', fields, metrics);
  return true;
}
