import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Permanent } from '../dispatch/permanent.ts';
import { applyEvent } from './apply-event.ts';
import { before, type Deadlines, deadlinesOf } from './deadline.ts';
import { giveUp } from './give-up.ts';
import { letGo } from './let-go.ts';
import type { WorkerParts } from './parts.ts';
import { openMessage } from './received-message.ts';
import { type Ending, logContext, report } from './report.ts';
import { settleFailure } from './settle-failure.ts';
import { settleWithoutRun } from './settle-without-run.ts';
import { untouched } from './untouched.ts';

/**
 * Works off event messages. A message that is not settled is reported as failed, and stays; in a FIFO
 * batch everything behind it stays with it, or its subject's later events would overtake it.
 */
export function createWorker(deployed: WorkerParts) {
  return async (
    { Records }: SQSEvent,
    context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
  ): Promise<SQSBatchResponse> => {
    const parts = inInvocation(context.awsRequestId, deployed);
    for (const [index, record] of Records.entries()) {
      const deadlines = deadlinesOf(context.getRemainingTimeInMillis());
      try {
        await before(deadlines.message, settle(record, deadlines, parts));
      } catch (error) {
        if (await giveUp(error, record, parts)) continue;
        await letGo(error, record, context.getRemainingTimeInMillis(), parts);
        const unsettled = Records.slice(index);
        return { batchItemFailures: unsettled.map((r) => ({ itemIdentifier: r.messageId })) };
      }
    }
    return { batchItemFailures: [] };
  };
}

/** One message from its receipt to its end. Throws when it has to come again. */
async function settle(record: SQSRecord, deadlines: Deadlines, parts: WorkerParts): Promise<void> {
  const { ledger, bodies } = parts;
  const { arrival, content } = await untouched(record, parts, () =>
    openMessage(record, bodies, deadlines.message),
  );
  if ('unreadable' in content) {
    const keep = () => ledger.quarantine(arrival, content.unreadable);
    const isNew = await untouched(record, parts, keep);
    return report(parts, arrival, isNew ? 'QUARANTINED' : 'DUPLICATE');
  }
  const begun = await ledger.begin(arrival);
  if (begun.verdict !== 'run') {
    return report(parts, arrival, await settleWithoutRun(begun, record, arrival, parts));
  }

  const { lease } = begun;
  const log = parts.createLog(logContext(arrival, lease.attempt));
  let ending: Ending;
  try {
    if ('lost' in content) throw new Permanent(content.lost);
    const attempt = { lease, log, startHandler: deadlines.startHandler };
    ending = await applyEvent(content.envelope, attempt, parts);
    await ledger.finish(lease, ending);
  } catch (error) {
    await settleFailure(error, record, lease, log, parts);
    ending = 'DEAD';
  }
  report(parts, arrival, ending);
}

/** Every log line of an invocation leads to Lambda's own report of it. */
function inInvocation(requestId: string, parts: WorkerParts): WorkerParts {
  return { ...parts, createLog: (fields) => parts.createLog({ requestId, ...fields }) };
}
