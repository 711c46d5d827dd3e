import { createHash } from 'node:crypto';
import { BODIES_PREFIX } from './contract.ts';
import type { Origin } from './origin.ts';

/*
 * Ledger keys. Their forms never run into each other, whatever Smile or a browser calls an event:
 *
 *   et-1                          the id that Smile gave it
 *   sha256:<hex of the body>      a body that names no event, and the second body under an id
 *   message:<SQS message id>      a message that lost both its body and its key
 *   widget:<user>:<id>            a callback
 *   reconciled:…   erasure:…      what other functions of ours write
 *   <any of these>#<replay id>    a replay of it
 *   smile:<id>                    an id of Smile's that looks like one of the above
 */

/** An id with one of these forms is not taken as it is, if it comes from outside. */
const OUR_FORMS = /^(?:sha256|message|widget|erasure|reconciled|smile):|#/;

/** Functions of ours that make events, and the form of their ids. */
const WIDGET = 'widget:';
const MADE_BY: Readonly<Partial<Record<Origin, string>>> = {
  widget: WIDGET,
  reconciler: 'reconciled:',
};

/**
 * A key of DynamoDB has 2,048 bytes at most. An id has 1,024 (see `readEnvelope`), but escaping makes it
 * longer. Together with `smile:` and `#` both stay below that.
 */
const MAX_ID_BYTES = 1536;
const MAX_REPLAY_BYTES = 256;

/**
 * Ledger key of an event, and what handlers get as `event.id`: the id that Smile gave it. An id that looks like
 * a key of ours gets `smile:` in front, so that no event can take the key of another. Two ids never get the
 * same key.
 *
 * @param origin who put it on the queue. A replay of a callback comes from `widget` again, not from `replay`:
 *   its id alone does not say that it is one.
 */
export function eventKey(id: string, origin: Origin): string {
  const form = MADE_BY[origin];
  const isOurs = form !== undefined && id.startsWith(form) && !id.includes('#');
  if (isOurs || !OUR_FORMS.test(id)) return id;
  return `smile:${bounded(escaped(id), MAX_ID_BYTES)}`;
}

/** Ledger key of a body that names no event: its digest. */
export function digestKey(bodySha256: string): string {
  return `sha256:${bodySha256}`;
}

/** Ledger key of a message whose body is lost, and which does not say what it was. */
export function messageKey(messageId: string): string {
  return `message:${messageId}`;
}

/**
 * Ledger key of a callback. Its id is made in a browser, so it counts among those of its own user only:
 * nobody can take an id away from another user, or from Smile. The last colon is the one between the two.
 */
export function callbackKey(userId: string, id: string): string {
  return `${WIDGET}${escaped(userId)}:${escaped(id).replaceAll(':', '%3A')}`;
}

/** Whether a ledger key is that of a callback, or of its replay. */
export function isCallbackKey(eventId: string): boolean {
  return eventId.startsWith(WIDGET);
}

/**
 * Ledger key of a replay of what has the key; the key itself without a replay. The first `#` is the one
 * between the two, since no other key holds any.
 */
export function replayKey(key: string, replayId: string | undefined): string {
  return replayId === undefined ? key : `${key}#${bounded(escaped(replayId), MAX_REPLAY_BYTES)}`;
}

/**
 * Address of a body in the bucket: by whom it is about, whose bodies share a prefix, and by its content. The
 * subject is hashed, since keys are readable where bodies are not.
 */
export function bodyRefOf(subject: string, bodySha256: string): string {
  return `${BODIES_PREFIX}${createHash('sha256').update(subject).digest('hex')}/${bodySha256}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('#', '%23');
}

/** What is too long is hashed. In an escaped text, `%` is never followed by `s`. */
function bounded(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  return `%sha256:${createHash('sha256').update(text).digest('hex')}`;
}
