import { gzipSync } from 'node:zlib';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { checkRefused, type Forgery } from '../refusals.ts';
import type { Scenario } from '../scenario.ts';
import { signatureOf } from '../signature.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** What a decoder puts in the place of bytes that are no UTF-8. */
const REPLACEMENT = Buffer.from('\ufffd');
const NO_UTF8 = Buffer.from([0xff]);

/** Signs the event as it is and sends what becomes of it. */
const altered =
  (change: (body: Buffer) => Buffer): Forgery =>
  (body, secret) => ({ body: change(body), signature: signatureOf(body, secret) });

function withOneBitFlipped(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  const inTheId = body.indexOf('et-') + 5;
  copy[inTheId] = (copy[inTheId] as number) ^ 1;
  return copy;
}

/** The same event once more: other bytes, the same meaning. */
function reSerialised(body: Buffer): Buffer {
  const members = Object.entries(JSON.parse(body.toString()) as object);
  return Buffer.from(JSON.stringify(Object.fromEntries(members.toReversed())));
}

/** The event with these bytes in a text that nobody looks at. */
function holding(event: Buffer, bytes: Buffer): Buffer {
  const end = event.lastIndexOf('}');
  const [before, after] = [event.subarray(0, end), event.subarray(end)];
  return Buffer.concat([before, Buffer.from(',"remark":"'), bytes, Buffer.from('"'), after]);
}

export const bytes: readonly Scenario[] = [
  {
    id: 'body-altered',
    sentence: 'a body that was changed after it was signed is refused and leaves nothing',
    run: (trial) =>
      checkRefused(trial, {
        'of a body with one bit flipped': altered(withOneBitFlipped),
        'of a body with a space before it': altered((body) => Buffer.from(` ${body.toString()}`)),
        'of a body with a line end behind it': altered((body) =>
          Buffer.from(`${body.toString()}\n`),
        ),
        'of a body written in another order': altered(reSerialised),
        'of a body written with indents': altered((body) =>
          Buffer.from(JSON.stringify(JSON.parse(body.toString()), undefined, 2)),
        ),
        'of a body cut short': altered((body) => body.subarray(0, -1)),
      }),
  },
  {
    id: 'text-instead-of-bytes',
    sentence: 'two bodies that differ in bytes and not as text have different signatures',
    run: (trial) =>
      checkRefused(trial, {
        'of a body with U+FFFD where this one is no UTF-8': (event, secret) => ({
          body: holding(event, NO_UTF8),
          signature: signatureOf(holding(event, REPLACEMENT), secret),
        }),
      }),
  },
  {
    id: 'byte-order-mark',
    sentence:
      'a byte order mark is part of what is signed: with it the event is handled, else refused',
    async run(trial) {
      const event = buildEvent('ACCOUNT_CONNECTED', { data: trial.newAccount() });
      const body = Buffer.concat([BYTE_ORDER_MARK, Buffer.from(JSON.stringify(event))]);

      await trial.accepted(body);

      await trial.handled(event.id, body);
      await checkRefused(trial, {
        'of a body without its byte order mark': altered((plain) =>
          Buffer.concat([BYTE_ORDER_MARK, plain]),
        ),
      });
    },
  },
  {
    id: 'invalid-utf8',
    sentence: 'a signed body that is no UTF-8 is taken and kept whole in quarantine',
    async run(trial) {
      const event = buildEvent('ACCOUNT_CONNECTED', { data: trial.newAccount() });
      const body = holding(Buffer.from(JSON.stringify(event)), NO_UTF8);

      await trial.accepted(body);

      await trial.quarantined(body);
      await trial.noRow(event.id);
    },
  },
  {
    id: 'chunked-transfer',
    sentence: 'a body without a length, in chunks that cut characters in two, is handled whole',
    async run(trial) {
      const event = buildEvent('ACCOUNT_CONNECTED', {
        remark: 'é€😀'.repeat(20),
        data: trial.newAccount(),
      });
      const body = Buffer.from(JSON.stringify(event));
      const size = 7;
      const chunks = Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
        body.subarray(index * size, (index + 1) * size),
      );

      await trial.accepted(body, { chunks });

      await trial.handled(event.id, body);
    },
  },
  {
    id: 'gzip-request',
    sentence:
      'of a compressed body the bytes as sent are signed: with them it is kept, else refused',
    async run(trial) {
      const event = buildEvent('ACCOUNT_CONNECTED', { data: trial.newAccount() });
      const body = gzipSync(JSON.stringify(event));
      const headers = { 'Content-Encoding': 'gzip' };

      await trial.accepted(body, { headers });

      await trial.quarantined(body);
      await checkRefused(trial, {
        'of the body before its compression': (plain, secret) => ({
          body: gzipSync(plain),
          headers,
          signature: signatureOf(plain, secret),
        }),
      });
    },
  },
];
