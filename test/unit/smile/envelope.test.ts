import { describe, expect, it, vi } from 'vitest';
import { instantOf, readEnvelope } from '../../../lambdas/smile/envelope.ts';

const EVENT = { id: 'et-1', type: 'USER_CREATED', createdAt: '2026-01-02T03:04:05Z', data: {} };

function read(json: unknown) {
  return readEnvelope(Buffer.from(JSON.stringify(json)));
}

describe('an envelope', () => {
  it('is read with every field that it came with', () => {
    const event = { ...EVENT, version: 1, data: { userId: 'u' }, shard: { nested: [null] } };

    const { envelope } = read(event);

    expect(envelope).toEqual(event);
  });

  it('is read without data, and with a type that nobody knows', () => {
    const event = { id: 'x', type: 'SOMETHING_NEW', createdAt: '2026-01-02T03:04:05Z' };

    expect(read(event)).toEqual({ envelope: event });
  });

  it('is read behind a byte order mark', () => {
    const marked = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(JSON.stringify(EVENT)),
    ]);

    expect(readEnvelope(marked)).toEqual({ envelope: EVENT });
  });

  it('keeps characters of several bytes whole', () => {
    const { envelope } = read({ ...EVENT, data: { loginName: 'ñandú 🙂' } });

    expect(envelope?.data).toEqual({ loginName: 'ñandú 🙂' });
  });

  it.each<[string, Uint8Array, string]>([
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not-utf8'],
    ['a character that was cut off', Buffer.from('{"id":"ñ').subarray(0, -1), 'not-utf8'],
    ['nothing', new Uint8Array(), 'not-json'],
    ['half of an object', Buffer.from('{"id":'), 'not-json'],
    ['two objects', Buffer.from('{}{}'), 'not-json'],
    ['a list', Buffer.from(JSON.stringify([EVENT])), 'not-object'],
    ['null', Buffer.from('null'), 'not-object'],
    ['a string', Buffer.from('"event"'), 'not-object'],
    ['an empty object', Buffer.from('{}'), 'id'],
  ])('cannot be read from %s, and the reason is named', (_, body, unreadable) => {
    expect(readEnvelope(body)).toEqual({ unreadable });
  });

  it.each(['id', 'type', 'createdAt'])('cannot be read when %s is missing or no text', (field) => {
    const wrong = [undefined, null, '', 7, true, ['x'], ['2026-01-02T03:04:05Z'], {}];

    const results = wrong.map((value) => read({ ...EVENT, [field]: value }));

    expect(results).toEqual(wrong.map(() => ({ unreadable: field })));
  });

  it('names the first thing that is missing', () => {
    expect(read({ createdAt: 'never' })).toEqual({ unreadable: 'id' });
    expect(read({ id: 'x', createdAt: 'never' })).toEqual({ unreadable: 'type' });
  });
});

describe('an event id', () => {
  it('may have up to 1,024 bytes', () => {
    const longest = 'x'.repeat(1024);

    expect(read({ ...EVENT, id: longest }).envelope?.id).toBe(longest);
    expect(read({ ...EVENT, id: `${longest}x` })).toEqual({ unreadable: 'id' });
  });

  it('is measured in bytes and not in characters', () => {
    expect(read({ ...EVENT, id: 'ñ'.repeat(512) }).unreadable).toBeUndefined();
    expect(read({ ...EVENT, id: 'ñ'.repeat(513) })).toEqual({ unreadable: 'id' });
  });

  it('must not hold a character that a queue attribute cannot carry', () => {
    const refused = ['\u0000', '\u001f', '\ufffe', '\uffff'];

    const results = refused.map((character) => read({ ...EVENT, id: `et-${character}` }));

    expect(results).toEqual(refused.map(() => ({ unreadable: 'id' })));
  });

  it('must be well-formed text', () => {
    const body = Buffer.from(JSON.stringify(EVENT).replace('et-1', String.raw`et-\ud800`));

    expect(readEnvelope(body)).toEqual({ unreadable: 'id' });
  });
});

describe('a type', () => {
  it('may have up to 256 bytes', () => {
    const longest = 'T'.repeat(256);

    expect(read({ ...EVENT, type: longest }).envelope?.type).toBe(longest);
    expect(read({ ...EVENT, type: `${longest}T` })).toEqual({ unreadable: 'type' });
  });
});

describe('createdAt', () => {
  it.each([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02t03:04:05z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05.678901Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05+08:00', '2026-01-01T19:04:05.000Z'],
    ['2026-01-02T03:04:05-0330', '2026-01-02T06:34:05.000Z'],
    ['2026-01-02 03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04', '2026-01-02T03:04:00.000Z'],
    ['2026-01-02', '2026-01-02T00:00:00.000Z'],
  ])('may be %s, which is %s', (createdAt, instant) => {
    const { envelope } = read({ ...EVENT, createdAt });

    expect(envelope?.createdAt).toBe(createdAt);
    expect(new Date(instantOf(createdAt)).toISOString()).toBe(instant);
  });

  it.each([2024, 2026])('may be any day of the year %d, and is that day', (year) => {
    const days = Array.from({ length: year === 2024 ? 366 : 365 }, (_, day) =>
      new Date(Date.UTC(year, 0, 1 + day)).toISOString(),
    );

    const instants = days.map((day) => [instantOf(day.slice(0, 10)), instantOf(day)]);

    expect(days.at(-1)).toBe(`${year}-12-31T00:00:00.000Z`);
    expect(instants).toEqual(days.map((day) => [Date.parse(day), Date.parse(day)]));
  });

  it.each(['America/St_Johns', 'Asia/Manila', 'UTC'])(
    'is the same instant, or none, on a machine in %s',
    (zone) => {
      const texts = ['0049-01-01 00:00:00', '2026-01-02', '2026-01-02 03:04', '0001-01-00'];
      vi.stubEnv('TZ', zone);

      const instants = texts.map(instantOf);

      vi.unstubAllEnvs();
      expect(instants).toEqual([
        new Date('0049-01-01T00:00:00Z').getTime(),
        Date.UTC(2026, 0, 2),
        Date.UTC(2026, 0, 2, 3, 4),
        Number.NaN,
      ]);
    },
  );

  it.each([
    'yesterday',
    '1767322800',
    '2026',
    '2026-13-02T03:04:05Z',
    '2026-01-02T25:04:05Z',
    '02.01.2026',
    'Fri, 02 Jan 2026 03:04:05 GMT',
    ' 2026-01-02T03:04:05Z',
    '2026-01-02T03:04:05Z\n',
    '2026-02-30T03:04:05Z',
    '2026-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-01-32',
    '2026-01-00',
    '0001-01-00',
    '2026-01-02T03:04:05+24:00',
    '2026-01-02T24:00:01Z',
  ])('must not be %j', (createdAt) => {
    expect(instantOf(createdAt)).toBeNaN();
    expect(read({ ...EVENT, createdAt })).toEqual({ unreadable: 'createdAt' });
  });
});
