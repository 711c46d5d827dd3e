import type { SQSRecord } from 'aws-lambda';
import { AwsFault } from '../clients/aws-fault.ts';
import { silenceOfACrash } from '../ledger/judge.ts';
import { LeaseLost } from '../ledger/lease-lost.ts';
import { describeError, errorFields, stackFrames } from '../telemetry/describe-error.ts';
import { backoffSeconds, faultBackoff } from './backoff.ts';
import { DeadlinePassed } from './deadline.ts';
import { HandAgain } from './hand-again.ts';
import type { WorkerParts } from './parts.ts';
import { messageContext, receivesOf } from './received-message.ts';

const SPARE_MS = 500;
const MIN_HIDE_MS = 100;

/**
 * Leaves a message in the queue that could not be settled, and says when it is to come again. If even
 * that fails, it comes again after the visibility timeout.
 *
 * @param remainingMs until Lambda ends the invocation
 */
export async function letGo(
  error: unknown,
  record: SQSRecord,
  remainingMs: number,
  parts: WorkerParts,
): Promise<void> {
  const log = parts.createLog(messageContext(record));
  const reason = error instanceof HandAgain ? error.code : isFault(error) ? 'fault' : 'unexpected';
  const seconds = secondsUntilNext(error, receivesOf(record), parts);
  log.warn('event comes again', { reason, seconds, ...causeOf(error) });
  parts.measure({ Retries: 1 }, { reason });
  if (seconds === undefined) return;
  try {
    // An invocation that Lambda has to kill would look like a crash.
    const signal = AbortSignal.timeout(Math.max(MIN_HIDE_MS, remainingMs - SPARE_MS));
    await parts.hide(record.receiptHandle, seconds, signal);
  } catch (hideError) {
    log.warn('visibility not changed', { errorClass: describeError(hideError).class });
  }
}

/** Trouble around the event that says nothing about it. */
export function isFault(error: unknown): boolean {
  return error instanceof AwsFault || error instanceof DeadlinePassed || error instanceof LeaseLost;
}

/** Undefined leaves the visibility timeout as it is: whoever took the event over decides. */
function secondsUntilNext(
  error: unknown,
  receives: number,
  { retry, visibilityTimeoutSeconds }: WorkerParts,
): number | undefined {
  if (error instanceof HandAgain) return error.seconds;
  if (error instanceof LeaseLost) return undefined;
  // An attempt may have begun, and could not be given back: it must not look like a crash.
  const wellBelowACrash = Math.floor(silenceOfACrash(visibilityTimeoutSeconds) * 0.6);
  const wait = isFault(error)
    ? faultBackoff(receives, retry)
    : backoffSeconds(receives, retry.baseSeconds, wellBelowACrash);
  return Math.min(wait, wellBelowACrash);
}

function causeOf(error: unknown) {
  const cause = error instanceof HandAgain ? error.cause : error;
  return { ...errorFields(cause), frames: isFault(cause) ? undefined : stackFrames(cause) };
}
