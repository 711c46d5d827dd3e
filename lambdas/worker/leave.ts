import type { SQSRecord } from 'aws-lambda';
import { describeError, errorFields, stackFrames } from '../telemetry/describe-error.ts';
import type { WorkerParts } from './parts.ts';
import { messageContext } from './received-message.ts';
import { isFault, type Retry } from './retry.ts';

const SPARE_MS = 500;
const MIN_HIDE_MS = 100;

/**
 * Leaves a message in the queue for its retry, and tells SQS when to hand it out again. If even that fails,
 * it comes again after the visibility timeout.
 *
 * @param remainingMs until Lambda ends the invocation
 */
export async function leave(
  { reason, seconds, cause }: Retry,
  record: SQSRecord,
  remainingMs: number,
  { createLog, record: write, hide }: WorkerParts,
): Promise<void> {
  const frames = isFault(cause) ? undefined : stackFrames(cause);
  const fields = { ...messageContext(record), reason, seconds, ...errorFields(cause), frames };
  write('warn', 'event will be retried', fields, {
    values: { Retries: 1 },
    dimensions: { reason },
  });
  if (seconds === undefined) return;
  try {
    // An invocation that Lambda has to kill would look like a crash.
    const signal = AbortSignal.timeout(Math.max(MIN_HIDE_MS, remainingMs - SPARE_MS));
    await hide(record.receiptHandle, seconds, signal);
  } catch (error) {
    const log = createLog(messageContext(record));
    log.warn('visibility not changed', { errorClass: describeError(error).class });
  }
}
