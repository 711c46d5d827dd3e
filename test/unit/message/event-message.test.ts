import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INLINE_BODY_BYTES, toMessage } from '../../../lambdas/message/event-message.ts';

const RECEIVED_AT = '2026-01-02T03:04:06.789Z';
const EVENT = {
  id: 'et-1',
  type: 'USER_CREATED',
  createdAt: '2026-01-02T03:04:05Z',
  data: { userId: 'u-1' },
};

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (event: unknown) => Buffer.from(JSON.stringify(event));
const fromWebhook = (body: Uint8Array) =>
  toMessage({ body, origin: 'webhook', receivedAt: RECEIVED_AT });

/** By SQS's own words: #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF. */
function isLegal(text: string): boolean {
  return Array.from(text).every((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
    return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
  });
}

const halfSurrogates = fc
  .array(fc.integer({ min: 0xd000, max: 0xffff }), { minLength: 1, maxLength: 4 })
  .map((units) => String.fromCharCode(...units));
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  halfSurrogates,
);
const anyId = fc.oneof(anyText, fc.constant('x'.repeat(1024)), fc.constant(undefined));
/** What looks like an event, with any text, or none, wherever a text belongs. */
const almostAnEvent = fc
  .record({
    id: anyId,
    type: fc.oneof(anyText, fc.constant('USER_CREATED')),
    createdAt: fc.oneof(anyText, fc.constant('2026-01-02T03:04:05Z')),
    data: fc.oneof(fc.record({ userId: anyId, note: anyText }), fc.jsonValue()),
  })
  .map(bytesOf);
const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.uint8Array({ minLength: 16_380, maxLength: 16_390 }),
  fc.jsonValue().map(bytesOf),
  almostAnEvent,
);

describe('a message', () => {
  it('is made of any bytes, never throws, and holds nothing that SQS refuses', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const { text, groupId, deduplicationId, attributes } = fromWebhook(body);

        expect(text).not.toBe('');
        expect(isLegal(text)).toBe(true);
        expect(groupId).toMatch(/^[\u0021-\u007e]{1,128}$/);
        expect(deduplicationId).toMatch(/^[0-9a-f]{64}$/);
        expect(Object.keys(attributes).length).toBeLessThanOrEqual(10);
        expect(Object.values(attributes)).not.toContain('');
        expect(Object.values(attributes).filter((value) => !isLegal(value))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('carries its body inline if and only if that gives the same bytes back', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const { text, bodyRef } = fromWebhook(body);

        const comesBack = Buffer.from(text).equals(body);
        expect(bodyRef).toBe(comesBack ? undefined : `bodies/${sha256(body)}`);
      }),
      { numRuns: 500 },
    );
  });

  it('shows the event as Smile wrote it, and what it is, to whoever looks into the queue', () => {
    const body = Buffer.from(JSON.stringify(EVENT, undefined, 2));

    const message = fromWebhook(body);

    expect(message).toEqual({
      eventId: 'et-1',
      eventType: 'USER_CREATED',
      unreadable: undefined,
      bodyRef: undefined,
      text: body.toString(),
      groupId: 'u-1',
      deduplicationId: sha256(body),
      attributes: {
        eventId: 'et-1',
        eventType: 'USER_CREATED',
        receivedAt: RECEIVED_AT,
        origin: 'webhook',
      },
    });
  });

  it('carries up to 16 KiB, and refers to the bucket for one byte more', () => {
    const largest = Buffer.from(JSON.stringify(EVENT).padEnd(INLINE_BODY_BYTES, ' '));
    const larger = Buffer.concat([largest, Buffer.from(' ')]);

    expect(INLINE_BODY_BYTES).toBe(16_384);
    expect(fromWebhook(largest)).toMatchObject({ text: largest.toString(), bodyRef: undefined });
    expect(fromWebhook(larger).bodyRef).toBe(`bodies/${sha256(larger)}`);
    expect(fromWebhook(larger).attributes.bodyRef).toBe(`bodies/${sha256(larger)}`);
  });

  it('measures a body in bytes and not in characters', () => {
    const body = Buffer.from('ñ'.repeat(INLINE_BODY_BYTES / 2 + 1));

    expect(body.toString().length).toBeLessThan(INLINE_BODY_BYTES);
    expect(fromWebhook(body).bodyRef).toBeDefined();
  });

  it('shows nothing of a body that is in the bucket but id, type and reference', () => {
    const body = bytesOf({ ...EVENT, data: { userId: 'u-1', name: 'x'.repeat(20_000) } });

    const { text } = fromWebhook(body);

    expect(JSON.parse(text)).toEqual({
      eventId: 'et-1',
      eventType: 'USER_CREATED',
      bodyRef: `bodies/${sha256(body)}`,
    });
  });

  it('keeps a byte order mark', () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(EVENT)]);

    const { text, eventId, bodyRef } = fromWebhook(body);

    expect(Buffer.from(text).equals(body)).toBe(true);
    expect(eventId).toBe('et-1');
    expect(bodyRef).toBeUndefined();
  });

  it.each<[string, Uint8Array, string]>([
    ['U+FFFE', Buffer.from('"\ufffe"'), 'not-object'],
    ['U+FFFF', Buffer.from('"\uffff"'), 'not-object'],
    ['NUL', Buffer.from('"\u0000"'), 'not-json'],
    ['a vertical tab', Buffer.from('"\u000b"'), 'not-json'],
    ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'not-utf8'],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'not-utf8'],
    ['nothing', new Uint8Array(), 'not-json'],
  ])('leaves a body with %s to the bucket', (_, body, unreadable) => {
    const message = fromWebhook(body);

    expect(message.bodyRef).toBe(`bodies/${sha256(body)}`);
    expect(message.unreadable).toBe(unreadable);
  });

  it('leaves an event with U+FFFF in its data to the bucket, under its own id', () => {
    const body = bytesOf({ ...EVENT, data: { userId: 'u-1', name: '\uffff' } });

    const message = fromWebhook(body);

    expect(message).toMatchObject({ eventId: 'et-1', groupId: 'u-1', unreadable: undefined });
    expect(message.bodyRef).toBe(`bodies/${sha256(body)}`);
  });

  it('of something unreadable is keyed by its bytes and says the reason', () => {
    const body = bytesOf({ ...EVENT, id: '' });

    const message = fromWebhook(body);

    const key = `sha256:${sha256(body)}`;
    expect(message).toMatchObject({ eventId: key, groupId: key, unreadable: 'id' });
    expect(message.attributes).toEqual({
      eventId: key,
      receivedAt: RECEIVED_AT,
      origin: 'webhook',
      unreadable: 'id',
    });
  });
});

describe('the deduplication id', () => {
  it('is the digest of the body, so that another body under the same id is not swallowed', () => {
    const one = bytesOf(EVENT);
    const other = bytesOf({ ...EVENT, data: { userId: 'u-1', more: true } });

    expect(fromWebhook(one).deduplicationId).toBe(sha256(one));
    expect(fromWebhook(other).deduplicationId).toBe(sha256(other));
    expect(fromWebhook(one).eventId).toBe(fromWebhook(other).eventId);
  });

  it('of a replay is its own, so that it is not swallowed after the webhook or another replay', () => {
    const replays = ['r-1', 'r-2'].map((replayId) =>
      toMessage({ body: bytesOf(EVENT), origin: 'replay', receivedAt: RECEIVED_AT, replayId }),
    );

    const ids = [fromWebhook(bytesOf(EVENT)), ...replays].map((m) => m.deduplicationId);
    expect(new Set(ids).size).toBe(3);
    expect(ids[1]).toBe(sha256('et-1#r-1'));
  });
});

describe('a replay', () => {
  it('has a key of its own, and stays with its subject', () => {
    const message = toMessage({
      body: bytesOf(EVENT),
      origin: 'replay',
      receivedAt: RECEIVED_AT,
      replayId: 'r-1',
    });

    expect(message).toMatchObject({ eventId: 'et-1#r-1', groupId: 'u-1' });
    expect(message.attributes).toMatchObject({ origin: 'replay', replayId: 'r-1' });
  });

  it('of an event that names nobody stays behind that event', () => {
    const body = bytesOf({ ...EVENT, data: {} });

    const replay = toMessage({ body, origin: 'replay', receivedAt: RECEIVED_AT, replayId: 'r-1' });

    expect(replay.groupId).toBe('et-1');
    expect(fromWebhook(body).groupId).toBe('et-1');
  });
});
