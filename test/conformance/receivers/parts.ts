import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Row } from '../../../conformance/effects/effects.ts';
import { digestOf, signatureOf } from '../../../conformance/signature.ts';
import { type Envelope, isRecord, readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { isEventType, parseEvent } from '../../../lambdas/smile/events.ts';
import { effectOf } from '../../../lambdas/state/effects/effects.ts';
import { merge } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';
import type { Delivery, Disk } from './disk.ts';

/** What a flaw may replace. Each default does it right. */
export interface Parts {
  /** The bytes of a request; rejects when it was cut off. */
  readonly read: (request: IncomingMessage) => Promise<Buffer>;
  readonly signatureIn: (request: IncomingMessage) => string | undefined;
  readonly isSigned: (body: Buffer, signature: string | undefined, secret: string) => boolean;
  /** The answer to a bad signature. */
  readonly refusal: (body: Buffer, secret: string) => { status: number; text: string };
  readonly isTooLarge: (body: Buffer, disk: Disk) => boolean;
  /** A status that a signed body is answered with before anything is stored. */
  readonly objection: (body: Buffer, disk: Disk) => number | undefined;
  /** Puts a delivery where it survives, and has it handled. */
  readonly store: (disk: Disk, delivery: Delivery, how: Storing) => void;
  /** The status after all is stored. */
  readonly verdict: (body: Buffer) => number;
  /** What is kept of a body. */
  readonly kept: (body: Buffer) => Buffer;
  /** The row that makes a delivery a known one. */
  readonly known: (disk: Disk, eventId: string) => Row | undefined;
  /** Another body came under the id of this row. */
  readonly conflict: (disk: Disk, delivery: Delivery, row: Row, parts: Parts) => void;
  readonly isKnownType: (type: string) => boolean;
  readonly quarantine: (disk: Disk, body: Buffer, code: string) => void;
  readonly stamp: typeof stampOf;
  readonly merge: typeof merge;
  /** Beside ids and codes: what is told to other systems. */
  readonly more: (envelope: Envelope) => object;
  readonly announcements: number;
  readonly logLine: (body: Buffer, eventId: string) => string;
}

export interface Storing {
  /**
   * Is done before anybody looks, unless the receiver dies first. So a race is lost, and a crash finds
   * something to lose, however fast the machine is.
   */
  readonly later: (work: () => void) => void;
  /** Handles what is in the queue. */
  readonly pump: () => void;
  readonly parts: Parts;
}

/** API Gateway's and Lambda's limits, with what else a Lambda event holds. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;
const OTHER_BYTES = 2000;

export const CORRECT: Parts = {
  read: (request) => buffer(request),
  signatureIn: ({ headers }) => headers['smile-signature'] as string | undefined,
  isSigned: (body, signature = '', secret) =>
    /^[0-9a-f]{128}$/i.test(signature) && signature.toLowerCase() === signatureOf(body, secret),
  refusal: () => ({ status: 401, text: '{"stored":false}' }),
  isTooLarge: ({ length }) => Math.ceil(length / 3) * 4 + OTHER_BYTES > MAX_EVENT_BYTES,
  objection: () => undefined,
  store(disk, delivery, { pump }) {
    disk.queue.push(delivery);
    pump();
  },
  verdict: () => 200,
  kept: (body) => body,
  known: (disk, eventId) => disk.ledger.get(eventId),
  conflict: (disk, { body }, _row, parts) => parts.quarantine(disk, body, 'conflict'),
  isKnownType: isEventType,
  quarantine(disk, body, code) {
    const eventId = `sha256:${digestOf(body)}`;
    if (disk.ledger.has(eventId)) return;
    const lastError = { class: 'Unreadable', code };
    disk.ledger.set(eventId, { eventId, status: 'QUARANTINED', lastError, ...bodyOf(body) });
  },
  stamp: stampOf,
  merge,
  more: () => ({}),
  announcements: 1,
  logLine: (_body, eventId) => `event stored ${eventId}`,
};

/** Handles one delivery: ledger, state, announcement. */
export function handle(disk: Disk, delivery: Delivery, parts: Parts): void {
  const body = parts.kept(delivery.body);
  const { envelope, unreadable } = readEnvelope(body);
  if (!envelope) return parts.quarantine(disk, body, unreadable);
  const row = parts.known(disk, envelope.id);
  if (!row) return run(disk, envelope, delivery, parts);
  if (row.bodySha256 !== digestOf(body)) parts.conflict(disk, delivery, row, parts);
}

/** Runs an event that nobody has run before. */
export function run(disk: Disk, envelope: Envelope, delivery: Delivery, parts: Parts): void {
  const outcome = apply(disk, envelope, delivery.receivedAt, parts);
  const { id, type, createdAt } = envelope;
  if (outcome !== 'STALE') {
    const detail = { eventId: id, createdAt, outcome, ...parts.more(envelope) };
    for (let n = 0; n < parts.announcements; n += 1) {
      disk.announcements.push({ detailType: type, detail });
    }
  }
  disk.ledger.set(id, {
    eventId: id,
    type,
    status: 'DONE',
    outcome,
    attempts: 1,
    completedAt: `${performance.now()}`,
    ...bodyOf(parts.kept(delivery.body)),
  });
}

function apply(disk: Disk, envelope: Envelope, receivedAt: string, parts: Parts): string {
  if (!isEventType(envelope.type) || !parts.isKnownType(envelope.type)) return 'UNKNOWN_TYPE';
  const event = parseEvent(envelope);
  const effect = effectOf(event);
  const key = `${effect.thing.pk} ${effect.thing.sk}`;
  const current = disk.state.get(key);
  const stamp = parts.stamp(event, effect.rank, receivedAt);
  const { item, news } = parts.merge(current, effect, stamp);
  if (item !== current) disk.state.set(key, { ...item, version: item.version + 1 });
  return news ? 'APPLIED' : 'STALE';
}

const INLINE_BYTES = 16 * 1024;

function bodyOf(body: Buffer) {
  const bodySha256 = digestOf(body);
  const text = body.toString();
  const isText = Buffer.from(text).equals(body) && body.length <= INLINE_BYTES;
  return isText ? { bodySha256, body: text } : { bodySha256, bodyRef: `bodies/${bodySha256}` };
}

/** The user that a state item is about. */
export function isOfUser(userId: string, item: unknown): boolean {
  return isRecord(item) && item.pk === `USER#${userId}`;
}
