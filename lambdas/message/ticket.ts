import type { FifoMessage } from '../aws/sqs.ts';
import { TICKET_ATTRIBUTE } from './contract.ts';
import { subjectOf } from './subject.ts';

/** A dead letter of an event that has a row: what it is, and why it was given up. The row has the body. */
export interface Ticket {
  /** Ledger key. */
  readonly eventId: string;
  readonly eventType: string | undefined;
  readonly reason: string;
}

/** SQS takes these in an attribute; a reason in other characters is not worth a lost dead letter. */
const PRINTABLE = /[^\u0020-\uD7FF\uE000-\uFFFD]/g;

/** A reason as SQS takes it in an attribute: 256 characters at most, and never empty. */
export function deadReason(reason: string): string {
  return reason.replace(PRINTABLE, ' ').trim().slice(0, 256) || 'no reason given';
}

/**
 * Puts a ticket into a message. It says the same in its text, for people, and in its attributes, which decide.
 * Its group is the event's own, so that each ticket can be received and deleted alone.
 *
 * @param messageId of the message that died. It is the deduplication id: a repetition after a crash is dropped, and
 *   a second death after a redrive, which makes a new message, is not
 */
export function toTicket({ eventId, eventType, reason }: Ticket, messageId: string): FifoMessage {
  const shown = deadReason(reason);
  return {
    text: JSON.stringify({ eventId, eventType, reason: shown }),
    groupId: subjectOf(undefined, eventId),
    deduplicationId: messageId,
    attributes: {
      eventId,
      ...(eventType === undefined ? {} : { eventType }),
      [TICKET_ATTRIBUTE]: 'true',
      deadReason: shown,
    },
  };
}
