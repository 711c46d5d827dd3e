import { AwsFault } from '../aws/aws-fault.ts';
import { AwsRefusal } from '../aws/aws-refusal.ts';
import type { Arrival, LastError } from '../ledger/ledger-row.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { LeaseLost } from '../ledger/lease-lost.ts';
import { NonRetriableError } from '../receiver/non-retriable-error.ts';
import { RetryAfterError } from '../receiver/retry-after-error.ts';
import { EventSchemaError } from '../smile/event-schema-error.ts';
import { StateContended } from '../state/write-merged.ts';
import { describeError, errorFields, stackFrames } from '../telemetry/describe-error.ts';
import { ownFrame } from '../telemetry/source-frames.ts';
import type { Attempt } from './apply-event.ts';
import { publishFailure } from './attempt-failed-channel.ts';
import { buryEvent } from './dead-letters.ts';
import type { WorkerParts } from './parts.ts';
import { afterFailure, afterFault, asAsked, type Retry } from './retry.ts';
import { WaitedTooLong } from './waited-too-long.ts';

/** What it takes to settle a failed attempt. */
export interface SettlingParts extends Pick<WorkerParts, 'deadLetters' | 'retry'> {
  readonly ledger: Pick<Ledger, 'fail' | 'release' | 'bury'>;
}

/**
 * Decides what a failed attempt leads to, and writes it into the row: a retry, or the dead letters.
 *
 * @returns the retry; undefined when the event is in the dead letters
 */
export async function settleFailure(
  error: unknown,
  arrival: Arrival,
  attempt: Attempt,
  parts: SettlingParts,
): Promise<Retry | undefined> {
  if (error instanceof LeaseLost) throw error;
  const { ledger, retry } = parts;
  const { lease } = attempt;
  const { receives } = arrival;
  const described = inOurWords(error);
  const { eventId, attempt: count } = lease;
  publishFailure({ eventId, attempt: count, maxAttempts: attempt.maxAttempts, error });

  if (error instanceof AwsFault || error instanceof StateContended) {
    await ledger.release(lease, described, attempt);
    return afterFault(error, receives, retry);
  }
  if (error instanceof RetryAfterError) {
    await ledger.release(lease, described, attempt);
    return asAsked(error, receives);
  }
  const frames = stackFrames(error);
  const at = ownFrame(frames);
  const lastError = at === undefined ? described : { ...described, at: shortened(at) };
  attempt.log.error('attempt failed', { ...errorFields(error), at, frames });
  if (!isHopeless(error) && lease.attempt < attempt.maxAttempts) {
    await ledger.fail(lease, lastError, attempt);
    return afterFailure(error, lease.attempt, retry);
  }
  await buryEvent(arrival, lease, lastError, attempt, parts);
  return undefined;
}

/** Errors that no retry can change. */
function isHopeless(error: unknown): boolean {
  return [NonRetriableError, EventSchemaError, AwsRefusal, WaitedTooLong].some(
    (kind) => error instanceof kind,
  );
}

/** An error as the row may hold it: messages of others can hold personal data. */
function inOurWords(error: unknown): LastError {
  const described = describeError(error);
  if (error instanceof NonRetriableError) return { ...described, message: shortened(error.reason) };
  if (error instanceof EventSchemaError) {
    return { ...described, message: shortened(`schema: ${error.paths.join(', ')}`) };
  }
  return described;
}

/** A cut through a surrogate pair would leave half a character, which no store takes. */
function shortened(text: string): string {
  return text.slice(0, 256).toWellFormed();
}
