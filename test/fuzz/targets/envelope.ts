import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  type ReadEnvelope,
  readEnvelope,
  type UnreadableReason,
} from '../../../lambdas/smile/envelope.ts';
import { anyBody } from '../inputs/events.ts';
import { target } from '../target.ts';
import { anyInstant, byTheCalendar } from './instants.ts';

/** Good but perhaps for its time, of which the others have few that are nearly right. */
const dated = anyInstant.map((createdAt) =>
  Buffer.from(JSON.stringify({ id: 'et-1', type: 'A_TYPE', createdAt, data: {} })),
);

const anyInteger = fc.oneof(
  fc.integer().map(String),
  fc.stringMatching(/^-?[1-9]\d{13,22}$/),
  fc.stringMatching(/^[1-9]\d{1,18}\.\d{1,3}$/),
);
/** Ids that are numbers, many of them longer than a number holds. */
const numbered = fc
  .record({ id: anyInteger, userId: anyInteger, count: anyInteger })
  .map(({ id, userId, count }) =>
    Buffer.from(`{"id":${id},"type":"A_TYPE","data":{"userId":${userId},"count":${count}}}`),
  );

/** What is written there, or the first thing that is missing, found out in another way. */
function expected(body: Uint8Array): { missing: UnreadableReason } | { written: object } {
  const bytes = Buffer.from(body);
  const isMarked = bytes.subarray(0, 3).equals(Buffer.from('\ufeff'));
  const text = (isMarked ? bytes.subarray(3) : bytes).toString();
  if (!Buffer.from(isMarked ? `\ufeff${text}` : text).equals(bytes)) return { missing: 'not-utf8' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { missing: 'not-json' };
  }
  if (Object.prototype.toString.call(json) !== '[object Object]') return { missing: 'not-object' };
  const written = withLongIds(json, text) as Record<string, unknown>;
  const { type, createdAt } = written;
  const id = Number.isSafeInteger(written.id) ? String(written.id) : written.id;
  if (!isName(id, 1024)) return { missing: 'id' };
  if (!isName(type, 256)) return { missing: 'type' };
  const isTime = typeof createdAt === 'string' && Number.isFinite(byTheCalendar(createdAt));
  return { written: { ...written, id, type, createdAt: isTime ? createdAt : undefined } };
}

/** The same with the digits of its long ids, which are put between quotes before the text is parsed. */
function withLongIds(json: unknown, text: string): unknown {
  if (!LONG_ID.test(text)) return json;
  const quoted = text.replace(LONG_ID, (whole, before, digits) =>
    Number.isSafeInteger(Number(digits)) ? whole : `${before}"${digits}"`,
  );
  return JSON.parse(quoted);
}

/** Only in the texts of this file: others have such digits in strings at most, where no key is before them. */
const LONG_ID = /("(?:id|[^"\\]*Id)":)(\d{16,})(?![\d.eE])/g;

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
  target(
    'an envelope is read as it was written, or what is missing is named, of any bytes',
    20,
    fc.oneof({ weight: 4, arbitrary: anyBody }, dated, numbered),
    (body) => {
      const { envelope, unreadable } = read(body);

      const known = expected(body);
      const missing = 'missing' in known ? known.missing : undefined;
      const difference = `${unreadable ?? 'nothing'} instead of ${missing ?? 'nothing'}`;
      assert.ok(unreadable === missing, difference);
      if ('missing' in known) return;
      // As text: nobody compares what is nested thousands deep member by member.
      assert.ok(JSON.stringify(envelope) === JSON.stringify(known.written), 'another event');
      assert.equal(Object.getPrototypeOf(envelope), Object.prototype, 'another prototype');
    },
  );
