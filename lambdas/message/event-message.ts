import type { UnreadableReason } from '../smile/envelope.ts';
import { readEnvelope } from '../smile/envelope.ts';
import { bodyDigest } from './body-digest.ts';
import { TICKET_ATTRIBUTE } from './contract.ts';
import { bodyRefOf, digestKey, eventKey, replayKey } from './event-key.ts';
import type { Origin } from './origin.ts';
import { subjectOf } from './subject.ts';

/** What a message says about its event beside the body, for people and for a lost body. */
export const MESSAGE_ATTRIBUTES = [
  'eventId',
  'eventType',
  'receivedAt',
  'origin',
  'bodyRef',
  'unreadable',
  'replayId',
  'whenStale',
  TICKET_ATTRIBUTE,
] as const;

export type MessageAttribute = (typeof MESSAGE_ATTRIBUTES)[number];

/**
 * Bodies up to this many bytes travel in the message and stand in the row; larger ones wait in the bucket. Here
 * write units, storage and recovery of a row come to what S3 costs: see docs/costs.md.
 */
export const INLINE_BODY_BYTES = 3 * 1024;

/** Callbacks always travel in the message: whoever sends them may not write to the bucket. They end well below this. */
const INLINE_CALLBACK_BYTES = 16 * 1024;

/** An event that has just come in, as bytes that somebody vouches for. */
export interface Incoming {
  readonly body: Uint8Array;
  readonly origin: Origin;
  /** ISO 8601, milliseconds. A replay keeps the time of the first delivery. */
  readonly receivedAt: string;
  /** Set by a replay: makes it an event of its own for the queue and the ledger. */
  readonly replayId?: string;
}

/** What goes to SQS, and what has to be in the bucket before it does. */
export interface EventMessage {
  /** Ledger key: the event's id, or another form that `event-key.ts` lists. */
  readonly eventId: string;
  readonly eventType: string | undefined;
  readonly unreadable: UnreadableReason | undefined;
  /** Key in the bucket, when SQS cannot or should not carry the body. */
  readonly bodyRef: string | undefined;
  readonly text: string;
  readonly groupId: string;
  readonly deduplicationId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Turns an incoming body into its queue message. Total: every body of any bytes has one.
 *
 * The deduplication id is the body's digest and not the event id, since SQS would otherwise swallow
 * another body under the same id, or a replay, with a success. The ledger decides about duplicates.
 */
export function toMessage({ body, origin, receivedAt, replayId }: Incoming): EventMessage {
  const digest = bodyDigest(body);
  const { envelope, unreadable } = readEnvelope(body);
  const key = envelope ? eventKey(envelope.id, origin) : digestKey(digest);
  const eventId = replayKey(key, replayId);
  const inline = inlineText(body, origin === 'widget' ? INLINE_CALLBACK_BYTES : INLINE_BODY_BYTES);
  const groupId = subjectOf(envelope?.data, key);
  const bodyRef = inline === undefined ? bodyRefOf(groupId, digest) : undefined;
  return {
    eventId,
    eventType: envelope?.type,
    unreadable,
    bodyRef,
    text: inline ?? JSON.stringify({ eventId, eventType: envelope?.type, bodyRef }),
    groupId,
    deduplicationId: replayId === undefined ? digest : bodyDigest(Buffer.from(eventId)),
    attributes: present({
      eventId,
      eventType: envelope?.type,
      receivedAt,
      origin,
      bodyRef,
      unreadable,
      replayId,
    }),
  };
}

/** Anything outside these ranges makes SQS refuse the whole message (SQS API reference). */
// oxlint-disable-next-line no-control-regex
const REFUSED_BY_SQS = /[^\u0009\u000a\u000d\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The body as text that SQS carries unchanged, byte order mark included; else undefined. */
function inlineText(body: Uint8Array, limit: number): string | undefined {
  if (body.byteLength === 0 || body.byteLength > limit) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return REFUSED_BY_SQS.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function present(
  attributes: Partial<Record<MessageAttribute, string | undefined>>,
): Record<string, string> {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}
