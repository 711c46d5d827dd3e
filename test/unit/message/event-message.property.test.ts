import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMessage } from '../../../lambdas/message/event-message.ts';

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (event: unknown) => Buffer.from(JSON.stringify(event));
const fromWebhook = (body: Uint8Array) =>
  toMessage({ body, origin: 'webhook', receivedAt: '2026-01-02T03:04:06.789Z' });

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
  fc.uint8Array({ minLength: 3068, maxLength: 3078 }),
  fc.integer({ min: 3068, max: 3078 }).map((size) => Buffer.from('{}'.padEnd(size, ' '))),
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
        const { text, bodyRef, groupId } = fromWebhook(body);

        const comesBack = Buffer.from(text).equals(body);
        expect(bodyRef).toBe(comesBack ? undefined : `bodies/${sha256(groupId)}/${sha256(body)}`);
      }),
      { numRuns: 500 },
    );
  });
});
