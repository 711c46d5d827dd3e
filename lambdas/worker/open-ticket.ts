import type { SQSRecord } from 'aws-lambda';
import type { LedgerRow } from '../ledger/ledger-row.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BodyStore } from '../message/body-store.ts';
import { TICKET_ATTRIBUTE } from '../message/contract.ts';
import { attributeOf, lostBody, openMessage, type ReceivedMessage } from './received-message.ts';

/** What it takes to open a message of either kind. */
interface OpeningParts {
  readonly ledger: Pick<Ledger, 'row'>;
  readonly bodies: BodyStore;
}

/**
 * Opens a message as the queue gives it: an event, or the ticket of one, which a redrive brought back. A ticket
 * takes everything but its delivery from the event's row. It counts as the message that died under a new id.
 */
export async function open(
  record: SQSRecord,
  { ledger, bodies }: OpeningParts,
  signal: AbortSignal,
): Promise<ReceivedMessage> {
  if (attributeOf(record, TICKET_ATTRIBUTE) === undefined) {
    return await openMessage(record, bodies, signal);
  }
  const row = await ledger.row(attributeOf(record, 'eventId') ?? '');
  if (!row) return { ...lostBody(record, undefined, 'no-row'), content: { expired: true } };
  const rebuilt = rebuiltFrom(row, record);
  const hasBody = row.body !== undefined || row.bodyRef !== undefined;
  const { arrival, content } = hasBody
    ? await openMessage(rebuilt, bodies, signal)
    : lostBody(rebuilt, undefined, 'body-missing');
  const { eventId, type, subject, bodySha256 } = row;
  return { arrival: { ...arrival, eventId, type, subject, bodySha256 }, content };
}

/** The message that died, as far as its row knows it. */
function rebuiltFrom(row: LedgerRow, record: SQSRecord): SQSRecord {
  const { eventId, receivedAt, origin, bodyRef } = row;
  const attributes = { eventId, eventType: row.type, receivedAt, origin, bodyRef };
  const named = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, stringValue]) => [name, { stringValue, dataType: 'String' as const }] as const);
  return {
    ...record,
    body: row.body ?? '',
    attributes: { ...record.attributes, MessageGroupId: row.subject },
    messageAttributes: Object.fromEntries(named) as SQSRecord['messageAttributes'],
  };
}
