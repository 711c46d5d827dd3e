import assert from 'node:assert/strict';
import { type ReadEnvelope, readEnvelope } from '../../../lambdas/smile/envelope.ts';
import { anyBody } from '../inputs/events.ts';
import { target } from '../target.ts';

/** The first thing that is missing, found out in another way. */
function expected(body: Uint8Array): string | undefined {
  const bytes = Buffer.from(body);
  const isMarked = bytes.subarray(0, 3).equals(Buffer.from('\ufeff'));
  const text = (isMarked ? bytes.subarray(3) : bytes).toString();
  if (!Buffer.from(isMarked ? `\ufeff${text}` : text).equals(bytes)) return 'not-utf8';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'not-json';
  }
  if (Object.prototype.toString.call(json) !== '[object Object]') return 'not-object';
  const { id, type } = json as Record<string, unknown>;
  if (!isName(id, 1024)) return 'id';
  return isName(type, 256) ? undefined : 'type';
}

function isName(value: unknown, most: number): boolean {
  if (typeof value !== 'string' || value.length === 0) return false;
  const bytes = new TextEncoder().encode(value);
  const isWhole = new TextDecoder().decode(bytes) === value.replace(/^\ufeff/, '');
  const isPrintable = Array.from(value).every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x20 && code !== 0xfffe && code !== 0xffff;
  });
  return bytes.length <= most && isWhole && isPrintable;
}

/** @param read what is on trial */
export const envelopeTarget = (read: (body: Uint8Array) => ReadEnvelope = readEnvelope) =>
  target('an envelope is read, or what is missing is named, of any bytes', 20, anyBody, (body) => {
    const { envelope, unreadable } = read(body);

    const missing = expected(body);
    if (missing !== undefined) return assert.equal(unreadable, missing);
    if (unreadable !== undefined) return assert.equal(unreadable, 'createdAt');

    assert.ok(Number.isFinite(Date.parse(envelope.createdAt)));
    assert.equal(Object.getPrototypeOf(envelope), Object.prototype);
  });
