import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Row } from '../../../conformance/effects/effects.ts';
import { digestOf, signatureOf } from '../../../conformance/signature.ts';
import { bodyRefOf } from '../../../lambdas/message/event-key.ts';
import { subjectOf } from '../../../lambdas/message/subject.ts';
import { type Envelope, readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { isEventType, parseEvent } from '../../../lambdas/smile/events.ts';
import type { Fact } from '../../../lambdas/state/fact.ts';
import { factOf } from '../../../lambdas/state/facts/facts.ts';
import { merge, type Merged } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';
import { announcementOf, type Said } from '../../../lambdas/worker/announce.ts';
import type { Delivery, Disk } from './disk.ts';

/** What a flaw may replace. Each default does it right. */
export interface Parts {
  /** The bytes of a request; rejects when it was cut off. */
  readonly read: (request: IncomingMessage) => Promise<Buffer>;
  readonly signatureIn: (request: IncomingMessage) => string | undefined;
  readonly isSigned: (body: Buffer, signature: string | undefined, secret: string) => boolean;
  /** The answer to a bad signature. */
  readonly refusal: (body: Buffer, secret: string, disk: Disk) => Told;
  readonly isTooLarge: (body: Buffer, disk: Disk) => boolean;
  /** A status that a signed body is answered with before anything is stored. */
  readonly objection: (body: Buffer, disk: Disk) => number | undefined;
  /** Puts a delivery where it survives, and has it handled. */
  readonly store: (disk: Disk, delivery: Delivery, how: Storing) => void;
  /** The answer after all is stored. */
  readonly answer: (body: Buffer) => Told;
  /** What is kept of a body. */
  readonly kept: (body: Buffer) => Buffer;
  /** The part of a row that holds what was kept, or leads to its object. */
  readonly bodyOf: (disk: Disk, body: Buffer) => Pick<Row, 'bodySha256' | 'body' | 'bodyRef'>;
  /** The row that makes a delivery a known one. */
  readonly known: (disk: Disk, eventId: string) => Row | undefined;
  /** Another body came under the id of this row. */
  readonly conflict: (disk: Disk, delivery: Delivery, row: Row, parts: Parts) => void;
  readonly isKnownType: (type: string) => boolean;
  readonly quarantine: (disk: Disk, body: Buffer, code: string, parts: Parts) => void;
  readonly stamp: typeof stampOf;
  readonly merge: typeof merge;
  /** What stands in an item beside facts. */
  readonly inState: (envelope: Envelope) => object;
  /** What stands in a row beside ids, codes and the body. */
  readonly inRow: (envelope: Envelope) => object;
  /** What is told to other systems. */
  readonly announcementOf: typeof announcementOf;
  /** What is told to them beside that. */
  readonly inAnnouncement: (envelope: Envelope) => object;
  readonly announcements: number;
  readonly attempts: number;
  readonly logLine: (body: Buffer, eventId: string, how: Signed) => string;
}

/** How a body was found to be signed. */
export interface Signed {
  readonly signature: string | undefined;
  readonly secret: string;
}

/** What a sender gets to read. */
export interface Told {
  readonly status: number;
  readonly text: string;
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
/** Larger bodies go into the bucket. */
const INLINE_BYTES = 3 * 1024;

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
  answer: () => ({ status: 200, text: '{"stored":true}' }),
  kept: (body) => body,
  bodyOf(disk, body) {
    const bodySha256 = digestOf(body);
    const text = body.toString();
    const isText = Buffer.from(text).equals(body) && body.length <= INLINE_BYTES;
    if (isText) return { bodySha256, body: text };
    const bodyRef = refOf(body);
    disk.bucket.set(bodyRef, body);
    return { bodySha256, bodyRef };
  },
  known: (disk, eventId) => disk.ledger.get(eventId),
  conflict: (disk, { body }, _row, parts) => parts.quarantine(disk, body, 'conflict', parts),
  isKnownType: isEventType,
  quarantine(disk, body, code, { bodyOf }) {
    const eventId = `sha256:${digestOf(body)}`;
    if (disk.ledger.has(eventId)) return;
    const lastError = { class: 'Unreadable', code };
    const row = { eventId, status: 'QUARANTINED', lastError, ...bodyOf(disk, body) };
    disk.ledger.set(eventId, row);
  },
  stamp: stampOf,
  merge,
  inState: () => ({}),
  inRow: () => ({}),
  announcementOf,
  inAnnouncement: () => ({}),
  announcements: 1,
  attempts: 1,
  logLine: (_body, eventId) => `event stored ${eventId}`,
};

/** Handles one delivery: ledger, state, announcement. */
export function handle(disk: Disk, delivery: Delivery, parts: Parts): void {
  const body = parts.kept(delivery.body);
  const { envelope, unreadable } = readEnvelope(body);
  if (!envelope) return parts.quarantine(disk, body, unreadable, parts);
  const row = parts.known(disk, envelope.id);
  if (!row) return run(disk, envelope, delivery, parts);
  if (row.bodySha256 !== digestOf(body)) parts.conflict(disk, delivery, row, parts);
}

/** Runs an event that nobody has run before. */
export function run(disk: Disk, envelope: Envelope, delivery: Delivery, parts: Parts): void {
  const { outcome, said, staleBecause } = apply(disk, envelope, delivery.receivedAt, parts);
  const { id, type, createdAt } = envelope;
  if (outcome !== 'STALE') {
    const { detailType, detail } = parts.announcementOf(envelope, said, outcome);
    const told = { detailType, detail: { ...detail, ...parts.inAnnouncement(envelope) } };
    for (let n = 0; n < parts.announcements; n += 1) disk.announcements.push(told);
  }
  disk.ledger.set(id, {
    eventId: id,
    type,
    status: 'DONE',
    outcome,
    attempts: parts.attempts,
    completedAt: `${performance.now()}`,
    accountId: (envelope.data as { accountId?: unknown } | undefined)?.accountId?.toString(),
    ...(createdAt === undefined ? { undated: true } : {}),
    ...(staleBecause ? { staleBecause } : {}),
    ...parts.inRow(envelope),
    ...parts.bodyOf(disk, parts.kept(delivery.body)),
  });
}

/** The key of a body's object. */
export function refOf(body: Buffer): string {
  const { envelope } = readEnvelope(body);
  const digest = digestOf(body);
  return bodyRefOf(subjectOf(envelope?.data, envelope?.id ?? `sha256:${digest}`), digest);
}

interface Applied extends Pick<Merged, 'staleBecause'> {
  readonly outcome: 'APPLIED' | 'STALE' | 'UNKNOWN_TYPE';
  readonly said?: Said;
}

function apply(disk: Disk, envelope: Envelope, receivedAt: string, parts: Parts): Applied {
  if (!isEventType(envelope.type) || !parts.isKnownType(envelope.type)) {
    return { outcome: 'UNKNOWN_TYPE' };
  }
  const event = parseEvent(envelope);
  const fact: Fact = factOf(event);
  const key = `${fact.thing.pk} ${fact.thing.sk}`;
  const current = disk.state.get(key);
  const stamp = parts.stamp(event, fact.rank, receivedAt);
  const { item, staleBecause } = parts.merge(current, fact, stamp);
  if (item !== current) {
    const more = parts.inState(envelope);
    disk.state.set(key, { ...item, version: item.version + 1, ...more });
  }
  const said = { fact, state: item };
  return staleBecause ? { outcome: 'STALE', said, staleBecause } : { outcome: 'APPLIED', said };
}
