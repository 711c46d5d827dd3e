import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { toMessage } from '../../../lambdas/message/event-message.ts';
import { type Origin, ORIGINS } from '../../../lambdas/message/origin.ts';
import { readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { openMessage } from '../../../lambdas/worker/received-message.ts';
import { anyBody } from '../inputs/events.ts';
import { asRecord, isCarried, isLegal } from '../inputs/queue.ts';
import { target } from '../target.ts';

const RECEIVED_AT = '2026-01-02T03:04:06.789Z';
const SIGNAL = new AbortController().signal;

const inputs = fc.record({
  body: anyBody,
  origin: fc.constantFrom(...ORIGINS),
  replayId: fc.constantFrom(undefined, undefined, 'replay-1'),
});

/** @param toSend what is on trial, together with its counterpart in the worker */
export const messageTarget = (toSend = toMessage) =>
  target(
    'what was received is what the worker opens: the same key, digest, subject and event',
    8,
    inputs,
    async ({ body, origin, replayId }) => {
      const incoming = { body, origin, receivedAt: RECEIVED_AT };
      const sent = toSend(replayId === undefined ? incoming : { ...incoming, replayId });
      const again = toSend(replayId === undefined ? incoming : { ...incoming, replayId });
      const bodies = {
        put: async () => {},
        get: async (ref: string) => (ref === sent.bodyRef ? body : undefined),
      };
      const { arrival, content } = await openMessage(asRecord(sent, 'm-1', 1), bodies, SIGNAL);

      const digest = sha256(body);
      const own = keyOf(asRead(body).envelope?.id, digest, origin);
      const key = replayId === undefined ? own : `${own}#${replayId}`;
      const deduplicationId = replayId === undefined ? digest : sha256(Buffer.from(key));
      assert.deepEqual(again, sent);
      assert.equal(arrival.bodySha256, digest, 'other bytes');
      assert.equal(sent.eventId, key, 'another key');
      assert.equal(sent.deduplicationId, deduplicationId, 'another deduplication id');
      const carries = origin === 'widget' ? 16_384 : 3072;
      assert.equal(sent.bodyRef === undefined, isCarried(body, carries), 'carried or not');
      assert.ok([sent.text, ...Object.values(sent.attributes)].every(isAccepted));
      assert.match(sent.groupId, /^[\u0021-\u007e]{1,128}$/);
      assert.equal(arrival.eventId, sent.eventId);
      assert.equal(arrival.subject, sent.groupId);
      assert.equal(arrival.type, sent.eventType);
      assert.equal(arrival.origin, origin);
      assert.equal(arrival.receivedAt, RECEIVED_AT);
      assert.ok(Buffer.byteLength(arrival.eventId) <= 2048, 'no key of DynamoDB is longer');
      assert.equal(JSON.stringify(content), JSON.stringify(asRead(body)));
    },
  );

function asRead(body: Uint8Array) {
  const { envelope, unreadable } = readEnvelope(body);
  return envelope ? { envelope } : { unreadable };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Whatever Smile calls an event, its key is never one of ours; a replay has one of its own. */
function keyOf(id: string | undefined, digest: string, origin: Origin): string {
  if (id === undefined) return `sha256:${digest}`;
  const ours = ['sha256:', 'message:', 'widget:', 'erasure:', 'reconciled:', 'smile:'];
  const madeBy: Partial<Record<Origin, string>> = { widget: 'widget:', reconciler: 'reconciled:' };
  const looksOurs = id.includes('#') || ours.some((form) => id.startsWith(form));
  const isOurs = !id.includes('#') && id.startsWith(madeBy[origin] ?? '\n');
  if (isOurs || !looksOurs) return id;
  const readable = id.replace(/[%#]/g, (sign) => (sign === '%' ? '%25' : '%23'));
  const isLong = Buffer.byteLength(readable) > 1536;
  return `smile:${isLong ? `%sha256:${sha256(Buffer.from(readable))}` : readable}`;
}

function isAccepted(text: string): boolean {
  return text !== '' && isLegal(text);
}
