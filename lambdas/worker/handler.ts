import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Arrival } from '../ledger/ledger-row.ts';
import type { HandlerEntry } from '../receiver/handler.ts';
import { NonRetriableError } from '../receiver/non-retriable-error.ts';
import { isCallbackKey } from '../message/event-key.ts';
import { applyEvent, type Attempt, type Done } from './apply-event.ts';
import { before, type Deadlines, deadlinesOf, remainingMs } from './deadline.ts';
import { settleFailure } from './failure.ts';
import { giveUp } from './give-up.ts';
import { leave } from './leave.ts';
import type { WorkerParts } from './parts.ts';
import { open } from './open-ticket.ts';
import { attributeOf, receivesOf } from './received-message.ts';
import { logContext, report } from './report.ts';
import { afterTrouble, type Retry } from './retry.ts';
import { settleWithoutRun } from './settle-without-run.ts';
import { refuseWaitedTooLong } from './waited-too-long.ts';

/** What the worker reads of Lambda's context. */
export type WorkerContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * Works off event messages. A message that is not settled is reported as failed, and stays; in a FIFO
 * batch everything behind it stays with it, or its subject's later events would overtake it.
 */
export function createWorker(deployed: WorkerParts) {
  return async ({ Records }: SQSEvent, context: WorkerContext): Promise<SQSBatchResponse> => {
    const parts = inInvocation(context.awsRequestId, deployed);
    for (const [index, record] of Records.entries()) {
      const retry = await work(record, context, parts);
      if (retry) {
        await leave(retry, record, remainingMs(context), parts);
        const unsettled = Records.slice(index);
        return { batchItemFailures: unsettled.map((r) => ({ itemIdentifier: r.messageId })) };
      }
    }
    return { batchItemFailures: [] };
  };
}

/** How far a message came. */
interface Progress {
  mayHaveBegun: boolean;
}

/** One message, whatever happens to it. Undefined when it is settled. */
async function work(
  record: SQSRecord,
  context: WorkerContext,
  parts: WorkerParts,
): Promise<Retry | undefined> {
  const progress = { mayHaveBegun: false };
  try {
    const deadlines = deadlinesOf(remainingMs(context));
    return await before(deadlines.message, settle(record, deadlines, progress, parts));
  } catch (error) {
    if (await giveUp(error, record, parts)) return undefined;
    const { retry, visibilityTimeoutSeconds } = parts;
    const known = { ...progress, receives: receivesOf(record), visibilityTimeoutSeconds };
    return afterTrouble(error, known, retry);
  }
}

/** One message from its receipt to its end. Undefined when it is settled. */
async function settle(
  record: SQSRecord,
  deadlines: Deadlines,
  progress: Progress,
  parts: WorkerParts,
): Promise<Retry | undefined> {
  const { ledger, retry } = parts;
  const { arrival, content } = await open(record, parts, deadlines.message);
  if ('expired' in content) return report(parts, arrival, 'EXPIRED', deadlines);
  if ('unreadable' in content) {
    const isNew = await ledger.quarantine(arrival, content.unreadable);
    return report(parts, arrival, isNew ? 'QUARANTINED' : 'DUPLICATE', deadlines);
  }
  const entry = entryFor(arrival, record, parts);
  const maxAttempts = entry.attempts ?? retry.maxAttempts;
  progress.mayHaveBegun = true;
  const begun = await ledger.begin(arrival, maxAttempts);
  if (begun.verdict !== 'run') {
    const ending = await settleWithoutRun(begun, arrival, parts);
    return report(parts, arrival, ending, deadlines);
  }

  const { lease } = begun;
  const log = parts.createLog(logContext(arrival, lease.attempt));
  const attempt: Attempt = {
    lease,
    log,
    deadlines,
    entry,
    maxAttempts,
    handledAt: lease.past.handledAt,
    changes: [],
    announced: undefined,
  };
  let done: Done;
  try {
    if ('lost' in content) throw new NonRetriableError(content.lost);
    refuseWaitedTooLong(record);
    done = await applyEvent(content.envelope, attempt, parts);
    await ledger.finish(lease, done, attempt);
  } catch (error) {
    const again = await settleFailure(error, arrival, attempt, parts);
    return again ?? report(parts, arrival, 'DEAD', deadlines, { attempt: lease.attempt });
  }
  return report(parts, arrival, done.outcome, deadlines, { attempt: lease.attempt, ...done });
}

/** What is to be done with an event. An operator can let the handler of a stale one run. */
function entryFor(
  { eventId, type = '' }: Arrival,
  record: SQSRecord,
  { find }: WorkerParts,
): HandlerEntry {
  const entry = find(isCallbackKey(eventId) ? 'callback' : 'event', type);
  return attributeOf(record, 'whenStale') === 'run' ? { ...entry, runsWhenStale: true } : entry;
}

/** Every log line of an invocation leads to Lambda's own report of it. */
function inInvocation(requestId: string, parts: WorkerParts): WorkerParts {
  return {
    ...parts,
    createLog: (fields) => parts.createLog({ requestId, ...fields }),
    record: (level, message, fields, ...metrics) =>
      parts.record(level, message, { requestId, ...fields }, ...metrics),
  };
}
