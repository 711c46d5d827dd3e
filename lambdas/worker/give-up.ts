import type { SQSRecord } from 'aws-lambda';
import { describeError } from '../telemetry/describe-error.ts';
import { isFault } from './let-go.ts';
import { HandAgain } from './hand-again.ts';
import type { WorkerParts } from './parts.ts';
import { messageContext, receivesOf } from './received-message.ts';

/**
 * A message that fails again and again before its attempt can even begin has no row to count in; its
 * receives stand in for attempts. True when it went to the dead letters.
 */
export async function giveUp(
  error: unknown,
  record: SQSRecord,
  { retry, deadLetters, createLog, measure }: WorkerParts,
): Promise<boolean> {
  if (error instanceof HandAgain || isFault(error)) return false;
  if (receivesOf(record) < retry.maxAttempts) return false;
  const { class: errorClass } = describeError(error);
  const log = createLog({ ...messageContext(record), errorClass });
  try {
    await deadLetters.send(record, `before its attempt: ${errorClass}`);
  } catch (sendError) {
    log.warn('dead letter not sent', { sendErrorClass: describeError(sendError).class });
    return false;
  }
  log.error('event is in the dead letters');
  measure({ DeadLetters: 1 }, { type: 'OTHER' });
  return true;
}
