import type { Message } from '@aws-sdk/client-sqs';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { TICKET_ATTRIBUTE } from '../lambdas/message/contract.ts';
import { messageKey } from '../lambdas/message/event-key.ts';
import { toMessage } from '../lambdas/message/event-message.ts';
import { ORIGINS } from '../lambdas/message/origin.ts';
import { type Reason, reasonFrom, reasonOf } from './reason.ts';

/** A message in the dead-letter queue, and the event behind it. */
export interface DeadLetter {
  readonly message: Message;
  /** Ledger key of the event. */
  readonly eventId: string;
  /** The row, if the event has one. A ticket without a row has lost its event. */
  readonly row: LedgerRow | undefined;
  readonly isTicket: boolean;
  /** What is known of the event, from its row or from the message itself. */
  readonly event: Pick<LedgerRow, 'eventId' | 'type' | 'subject' | 'accountId' | 'receivedAt'>;
  readonly reason: Reason;
  /** Epoch milliseconds at which it came into the queue. */
  readonly sentAt: number;
}

/** Ledger key of the event that a dead letter is about. A message sent by hand may have no attributes. */
export function eventIdOf(message: Message): string {
  const key = attributeOf(message, 'eventId');
  if (key !== undefined) return key;
  const body = Buffer.from(message.Body ?? '');
  if (body.length === 0) return messageKey(message.MessageId ?? '');
  return eventIn(message, body).eventId;
}

/** Where the body of a whole message is that does not carry it. */
export function bodyRefOf(message: Message): string | undefined {
  return attributeOf(message, 'bodyRef');
}

/** What the body of a whole message says. */
function eventIn(message: Message, body: Uint8Array) {
  const origin = ORIGINS.find((each) => each === attributeOf(message, 'origin')) ?? 'webhook';
  return toMessage({ body, origin, receivedAt: '' });
}

/**
 * @param row of the event with the key {@link eventIdOf}
 * @param body of a whole message without a row, whose dead letter stands in a group of its own
 */
export function toDeadLetter(
  message: Message,
  row: LedgerRow | undefined,
  body: Uint8Array | undefined,
): DeadLetter {
  const sentAt = Number(message.Attributes?.SentTimestamp ?? 0);
  const eventId = eventIdOf(message);
  const deadReason = attributeOf(message, 'deadReason');
  return {
    message,
    eventId,
    row,
    isTicket: attributeOf(message, TICKET_ATTRIBUTE) !== undefined,
    event: row ?? {
      eventId,
      type: attributeOf(message, 'eventType'),
      subject: body ? eventIn(message, body).groupId : eventId,
      receivedAt: attributeOf(message, 'receivedAt') ?? new Date(sentAt).toISOString(),
    },
    reason:
      row?.status === 'DEAD' && row.lastError
        ? reasonOf(row)
        : reasonFrom(deadReason ?? 'SQS moved it: it was received too often without an attempt'),
    sentAt,
  };
}

function attributeOf(message: Message, name: string): string | undefined {
  return message.MessageAttributes?.[name]?.StringValue;
}
