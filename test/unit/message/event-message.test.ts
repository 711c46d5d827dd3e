import { createHash } from 'node:crypto';
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
/** Key in the bucket of what is about this subject. */
const keyOf = (subject: string, body: Uint8Array) => `bodies/${sha256(subject)}/${sha256(body)}`;
const bytesOf = (event: unknown) => Buffer.from(JSON.stringify(event));
const fromWebhook = (body: Uint8Array) =>
  toMessage({ body, origin: 'webhook', receivedAt: RECEIVED_AT });

describe('a message', () => {
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

  it('carries up to 3 KiB, and refers to the bucket for one byte more', () => {
    const largest = Buffer.from(JSON.stringify(EVENT).padEnd(INLINE_BODY_BYTES, ' '));
    const larger = Buffer.concat([largest, Buffer.from(' ')]);

    expect(INLINE_BODY_BYTES).toBe(3072);
    expect(fromWebhook(largest)).toMatchObject({ text: largest.toString(), bodyRef: undefined });
    expect(fromWebhook(larger).bodyRef).toBe(keyOf('u-1', larger));
    expect(fromWebhook(larger).attributes.bodyRef).toBe(keyOf('u-1', larger));
  });

  it('of a callback carries it up to 16 KiB: nobody puts its body into the bucket', () => {
    const body = Buffer.from(JSON.stringify(EVENT).padEnd(16_384, ' '));

    const message = toMessage({ body, origin: 'widget', receivedAt: RECEIVED_AT });

    expect(message).toMatchObject({ text: body.toString(), bodyRef: undefined });
  });

  it('has bodies of one subject under one prefix, which does not say who it is', () => {
    const bodies = ['x', 'y'].map((fill) =>
      bytesOf({ ...EVENT, data: { userId: 'canary-1', note: fill.repeat(4000) } }),
    );

    const refs = bodies.map((body) => fromWebhook(body).bodyRef);

    expect(refs).toEqual(bodies.map((body) => keyOf('canary-1', body)));
    expect(refs.join()).not.toContain('canary');
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
      bodyRef: keyOf('u-1', body),
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

    expect(message.bodyRef).toBe(keyOf(`sha256:${sha256(body)}`, body));
    expect(message.unreadable).toBe(unreadable);
  });

  it('leaves an event with U+FFFF in its data to the bucket, under its own id', () => {
    const body = bytesOf({ ...EVENT, data: { userId: 'u-1', name: '\uffff' } });

    const message = fromWebhook(body);

    expect(message).toMatchObject({ eventId: 'et-1', groupId: 'u-1', unreadable: undefined });
    expect(message.bodyRef).toBe(keyOf('u-1', body));
  });

  it('of something unreadable is keyed by its bytes and says the reason', () => {
    const body = bytesOf({ ...EVENT, id: '' });

    const message = fromWebhook(body);

    const key = `sha256:${sha256(body)}`;
    expect(message).toMatchObject({ eventId: key, groupId: key, unreadable: 'id' });
    expect(message.attributes).toStrictEqual({
      eventId: key,
      receivedAt: RECEIVED_AT,
      origin: 'webhook',
      unreadable: 'id',
    });
  });
});

describe('the message of an event with numbers for ids', () => {
  it('has them as text: the key, the group and the attributes', () => {
    const body = Buffer.from(
      '{"id":12345678901234567891,"type":"USER_CREATED","data":{"userId":42}}',
    );

    expect(fromWebhook(body)).toMatchObject({
      eventId: '12345678901234567891',
      groupId: '42',
      text: body.toString(),
      unreadable: undefined,
      attributes: { eventId: '12345678901234567891', eventType: 'USER_CREATED' },
    });
  });
});

describe('the message of an event without a readable time', () => {
  it.each([undefined, 1_767_322_800, 'yesterday'])('is one like any other: %j', (createdAt) => {
    const message = fromWebhook(bytesOf({ ...EVENT, createdAt }));

    expect(message).toMatchObject({ eventId: 'et-1', groupId: 'u-1', unreadable: undefined });
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
