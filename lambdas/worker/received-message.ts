import type { SQSRecord } from 'aws-lambda';
import type { Arrival } from '../ledger/ledger-row.ts';
import { bodyDigest } from '../message/body-digest.ts';
import type { BodyStore } from '../message/body-store.ts';
import { bodyRefOf, digestKey, eventKey, messageKey, replayKey } from '../message/event-key.ts';
import type { MessageAttribute } from '../message/event-message.ts';
import { ORIGINS } from '../message/origin.ts';
import { subjectOf } from '../message/subject.ts';
import type { LogFields } from '../telemetry/log.ts';
import { type Envelope, idIn, instantOf, isRecord, readEnvelope } from '../smile/envelope.ts';

/** A message as it came, and what its body turned out to be. */
export interface ReceivedMessage {
  readonly arrival: Arrival;
  readonly content:
    | { readonly envelope: Envelope }
    | { readonly unreadable: string }
    /** The bucket no longer has the body, or has another one under its address. */
    | { readonly lost: string }
    /** A ticket whose event the ledger no longer has. */
    | { readonly expired: true };
}

/** One of our attributes of a message. */
export function attributeOf(record: SQSRecord, name: MessageAttribute): string | undefined {
  return record.messageAttributes[name]?.stringValue;
}

/**
 * Opens a message: fetches the body if the message only refers to it, and reads the envelope from its
 * bytes. The bytes are the truth; the attributes serve people and the case of a lost body.
 */
export async function openMessage(
  record: SQSRecord,
  bodies: BodyStore,
  signal: AbortSignal,
): Promise<ReceivedMessage> {
  const bodyRef = attributeOf(record, 'bodyRef');
  const bytes =
    bodyRef === undefined ? Buffer.from(record.body, 'utf8') : await bodies.get(bodyRef, signal);
  if (bytes === undefined) return lostBody(record, bodyRef, 'body-missing');

  const digest = bodyDigest(bytes);
  const { envelope, unreadable } = readEnvelope(bytes);
  const delivery = deliveryOf(record);
  const key = envelope ? eventKey(envelope.id, delivery.origin) : digestKey(digest);
  const subject = subjectOf(envelope?.data, key);
  if (bodyRef !== undefined && bodyRef !== bodyRefOf(subject, digest)) {
    return lostBody(record, bodyRef, 'body-corrupt');
  }
  return {
    arrival: {
      ...delivery,
      eventId: replayKey(key, attributeOf(record, 'replayId')),
      type: envelope?.type,
      subject,
      accountId: accountOf(envelope?.data),
      createdAt: shown(envelope?.createdAt),
      ...(envelope && envelope.createdAt === undefined ? { undated: true } : {}),
      bodySha256: digest,
      ...(bodyRef === undefined ? { body: record.body } : { bodyRef }),
    },
    content: envelope ? { envelope } : { unreadable },
  };
}

/** A message whose body is lost: all that is left of it are its attributes. */
export function lostBody(
  record: SQSRecord,
  bodyRef: string | undefined,
  lost: string,
): ReceivedMessage {
  return {
    arrival: {
      ...deliveryOf(record),
      eventId: attributeOf(record, 'eventId') ?? messageKey(record.messageId),
      type: attributeOf(record, 'eventType'),
      subject: record.attributes.MessageGroupId ?? record.messageId,
      bodySha256: bodyRef?.split('/').at(-1) ?? '',
      bodyRef,
    },
    content: { lost },
  };
}

/** How often SQS has handed out this message, this time included. */
export function receivesOf(record: SQSRecord): number {
  return Number(record.attributes.ApproximateReceiveCount);
}

/** What can be said of a message before it is opened: enough to find it, and its event. */
export function messageContext(record: SQSRecord): LogFields {
  return { messageId: record.messageId, eventId: attributeOf(record, 'eventId') };
}

/** What the queue knows about the delivery. A message sent by hand may lack our attributes. */
function deliveryOf(record: SQSRecord) {
  const receivedAt = attributeOf(record, 'receivedAt');
  const isTime = receivedAt !== undefined && !Number.isNaN(instantOf(receivedAt));
  return {
    messageId: record.messageId,
    receives: receivesOf(record),
    receivedAt: isTime
      ? receivedAt
      : new Date(Number(record.attributes.SentTimestamp)).toISOString(),
    origin: ORIGINS.find((origin) => origin === attributeOf(record, 'origin')) ?? 'webhook',
  };
}

/** Smile's path ids end at 200 characters (Smile OpenAPI 1.14.0); a row must stay small. */
const MAX_SHOWN = 256;

/** The account that an event is about, for the row only: never judged, only shown. */
function accountOf(data: unknown): string | undefined {
  if (!isRecord(data)) return undefined;
  return shown(idIn(data.accountId ?? data.sourceId));
}

/** Text that is short enough for a row, and that every table takes. */
function shown(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= MAX_SHOWN && text.isWellFormed() ? text : undefined;
}
