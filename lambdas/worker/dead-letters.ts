import type { SQSRecord } from 'aws-lambda';
import { onAws } from '../aws/aws-fault.ts';
import { type FifoMessage, sendMessage } from '../aws/sqs.ts';
import type { Reached } from '../ledger/attempt-end.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LastError } from '../ledger/ledger-row.ts';
import { MESSAGE_ATTRIBUTES } from '../message/event-message.ts';

/** Where events end that no attempt can help. A redrive brings them back. */
export interface DeadLetters {
  readonly send: (record: SQSRecord, reason: string) => Promise<void>;
}

/** SQS takes these in an attribute; a reason in other characters is not worth a lost dead letter. */
const PRINTABLE = /[^\u0020-\uD7FF\uE000-\uFFFD]/g;

/** The dead-letter queue: the message as it was, with `deadReason` beside our own attributes. */
export function deadLetterQueue(queueUrl: string): DeadLetters {
  return {
    async send(record, reason) {
      const message = asDeadLetter(record, reason);
      await onAws(() => sendMessage(queueUrl, message, AbortSignal.timeout(8000)));
    },
  };
}

/** What it takes to bury an event. */
interface BuryingParts {
  readonly ledger: Pick<Ledger, 'bury'>;
  readonly deadLetters: DeadLetters;
}

/** Dead letter first, row second: a crash in between repeats both, and SQS drops the repetition. */
export async function buryEvent(
  record: SQSRecord,
  lease: Lease,
  lastError: LastError,
  reached: Reached,
  { ledger, deadLetters }: BuryingParts,
): Promise<void> {
  const reason = lastError.message ?? [lastError.class, lastError.code].filter(Boolean).join(' ');
  await deadLetters.send(record, reason);
  await ledger.bury(lease, lastError, reached);
}

/**
 * Foreign attributes stay behind: SQS takes ten, and refuses the eleventh for ever.
 *
 * The deduplication id is the source message's own: a repetition after a crash is dropped, and a
 * second death after a redrive, which makes a new message, is not.
 */
export function asDeadLetter(record: SQSRecord, reason: string): FifoMessage {
  const attributes = MESSAGE_ATTRIBUTES.flatMap((name) => {
    const value = record.messageAttributes[name]?.stringValue;
    return value === undefined ? [] : [[name, value] as const];
  });
  const deadReason = reason.replace(PRINTABLE, ' ').trim().slice(0, 256) || 'no reason given';
  return {
    text: record.body,
    groupId: record.attributes.MessageGroupId ?? record.messageId,
    deduplicationId: record.messageId,
    attributes: { ...Object.fromEntries(attributes), deadReason },
  };
}
