import type { SQSRecord } from 'aws-lambda';
import { onAws } from '../aws/aws-fault.ts';
import { type FifoMessage, sendMessage } from '../aws/sqs.ts';
import type { Reached } from '../ledger/attempt-end.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Arrival, LastError } from '../ledger/ledger-row.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { MESSAGE_ATTRIBUTES } from '../message/event-message.ts';
import { subjectOf } from '../message/subject.ts';
import { deadReason, toTicket } from '../message/ticket.ts';

/** Where events end that no attempt can help. A redrive brings them back. */
export interface DeadLetters {
  readonly send: (message: FifoMessage) => Promise<void>;
}

/** The dead-letter queue. */
export function deadLetterQueue(queueUrl: string): DeadLetters {
  return {
    async send(message) {
      await onAws(() => sendMessage(queueUrl, message, AbortSignal.timeout(8000)));
    },
  };
}

/** What it takes to bury an event. */
interface BuryingParts {
  readonly ledger: Pick<Ledger, 'bury'>;
  readonly deadLetters: DeadLetters;
}

/**
 * Row first, since the ticket has no body, then the ticket. After a crash in between the message comes again, finds
 * its row buried, and {@link sendTicket} follows.
 */
export async function buryEvent(
  arrival: Arrival,
  lease: Lease,
  lastError: LastError,
  reached: Reached,
  { ledger, deadLetters }: BuryingParts,
): Promise<void> {
  await ledger.bury(lease, lastError, reached);
  await sendTicket(arrival, lastError, deadLetters);
}

/** Sends the ticket of an event that is buried. SQS drops a repetition within five minutes. */
export async function sendTicket(
  { eventId, type, messageId }: Arrival,
  { class: errorClass, code, message }: LastError,
  deadLetters: DeadLetters,
): Promise<void> {
  const reason = message ?? [errorClass, code].filter(Boolean).join(' ');
  await deadLetters.send(toTicket({ eventId, eventType: type, reason }, messageId));
}

/**
 * The dead letter of a message that may have no row: the message as it was, body included, with `deadReason`
 * beside our own attributes. Its group and its deduplication id are those of a ticket.
 *
 * Foreign attributes stay behind: SQS takes ten, and refuses the eleventh for ever.
 */
export function asDeadLetter(record: SQSRecord, reason: string): FifoMessage {
  const attributes = MESSAGE_ATTRIBUTES.flatMap((name) => {
    const value = record.messageAttributes[name]?.stringValue;
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    text: record.body,
    groupId: subjectOf(
      undefined,
      record.messageAttributes.eventId?.stringValue ?? record.messageId,
    ),
    deduplicationId: record.messageId,
    attributes: { ...Object.fromEntries(attributes), deadReason: deadReason(reason) },
  };
}
