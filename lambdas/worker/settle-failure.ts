import type { SQSRecord } from 'aws-lambda';
import { AwsFault } from '../clients/aws-fault.ts';
import { Permanent } from '../dispatch/permanent.ts';
import { RetryLater } from '../dispatch/retry-later.ts';
import type { Lease } from '../ledger/ledger.ts';
import type { LastError } from '../ledger/ledger-row.ts';
import { LeaseLost } from '../ledger/lease-lost.ts';
import { EventSchemaError } from '../smile/event-schema-error.ts';
import { StateContended } from '../state/write-merged.ts';
import { describeError, errorFields, stackFrames } from '../telemetry/describe-error.ts';
import type { Log } from '../telemetry/log.ts';
import { backoffSeconds, faultBackoff } from './backoff.ts';
import { HandAgain } from './hand-again.ts';
import type { WorkerParts } from './parts.ts';
import { receivesOf } from './received-message.ts';

/** A queue's longest useful wait: the subject's later events wait too. */
const MAX_WAIT_SECONDS = 900;

/**
 * Decides what a failed attempt leads to, and writes it down. Returns when the message is settled in
 * the dead letters; throws {@link HandAgain} when it has to come again.
 */
export async function settleFailure(
  error: unknown,
  record: SQSRecord,
  lease: Lease,
  log: Log,
  parts: WorkerParts,
): Promise<void> {
  if (error instanceof LeaseLost) throw error;
  const { ledger, retry } = parts;
  const receives = receivesOf(record);
  const lastError = inOurWords(error);

  if (error instanceof AwsFault || error instanceof StateContended) {
    await ledger.release(lease, lastError);
    throw new HandAgain('fault', faultBackoff(receives, retry), error);
  }
  if (error instanceof RetryLater) {
    await ledger.release(lease, lastError);
    const seconds = Math.max(error.seconds, patienceSeconds(receives));
    throw new HandAgain('retry-later', seconds, error);
  }
  log.error('attempt failed', { ...errorFields(error), frames: stackFrames(error) });
  if (!isHopeless(error) && lease.attempt < retry.maxAttempts) {
    await ledger.fail(lease, lastError);
    const seconds = backoffSeconds(lease.attempt, retry.baseSeconds, MAX_WAIT_SECONDS);
    throw new HandAgain('failed', seconds, error);
  }
  try {
    await buryEvent(record, lease, lastError, parts);
  } catch (fault) {
    if (!(fault instanceof AwsFault)) throw fault;
    // Without SQS the message cannot be hidden either: what comes back in silence is taken for a crash.
    await ledger.release(lease, lastError);
    throw new HandAgain('fault', faultBackoff(receives, retry), fault);
  }
}

/** Dead letter first, row second: a crash in between repeats both, and SQS drops the repetition. */
export async function buryEvent(
  record: SQSRecord,
  lease: Lease,
  lastError: LastError,
  { ledger, deadLetters }: WorkerParts,
): Promise<void> {
  const reason = lastError.message ?? [lastError.class, lastError.code].filter(Boolean).join(' ');
  await deadLetters.send(record, reason);
  await ledger.bury(lease, lastError);
}

/**
 * A handler that asks for a second again and again would use up the queue's receive count, its last
 * backstop, within minutes: after fifty receives the waits grow, and it lasts for days.
 */
function patienceSeconds(receives: number): number {
  return receives > 50 ? Math.min(receives, MAX_WAIT_SECONDS) : 0;
}

function isHopeless(error: unknown): boolean {
  return error instanceof Permanent || error instanceof EventSchemaError;
}

function inOurWords(error: unknown): LastError {
  const described = describeError(error);
  if (error instanceof Permanent) return { ...described, message: shortened(error.reason) };
  if (error instanceof EventSchemaError) {
    return { ...described, message: shortened(`schema: ${error.paths.join(', ')}`) };
  }
  return described;
}

/** A cut through a surrogate pair would leave half a character, which no store takes. */
function shortened(text: string): string {
  return text.slice(0, 256).toWellFormed();
}
