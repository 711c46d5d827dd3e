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

  it.each(['id', 'type'])('cannot be read when %s is missing or of the wrong kind', (field) => {
    const wrong = [undefined, null, '', 7.5, true, ['x'], ['2026-01-02T03:04:05Z'], {}];

    const results = wrong.map((value) => read({ ...EVENT, [field]: value }));

    expect(results).toEqual(wrong.map(() => ({ unreadable: field })));
  });

  it('cannot be read when its type is a number: only ids have been seen as numbers', () => {
    expect(read({ ...EVENT, type: 7 })).toEqual({ unreadable: 'type' });
  });

  it('is read without a time when createdAt is missing or not a date', () => {
    const wrong = [undefined, null, '', 7, 1_767_322_800, true, ['2026-01-02T03:04:05Z'], {}];

    const results = wrong.map((createdAt) => read({ ...EVENT, createdAt }));

    expect(results).toEqual(wrong.map(() => ({ envelope: { ...EVENT, createdAt: undefined } })));
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

  it.each([
    ['42', '42'],
    ['0', '0'],
    ['-3', '-3'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740993', '9007199254740993'],
    ['12345678901234567891', '12345678901234567891'],
  ])('may be the number %s, and keeps its digits', (number, id) => {
    const body = Buffer.from(JSON.stringify(EVENT).replace('"et-1"', number));

    expect(readEnvelope(body).envelope?.id).toBe(id);
  });

  it.each(['1.5', '1e400', '12345678901234567891.5', '-12345678901234567891'])(
    'may not be the number %s, of which two could become one',
    (number) => {
      const body = Buffer.from(JSON.stringify(EVENT).replace('"et-1"', number));

      expect(readEnvelope(body)).toEqual({ unreadable: 'id' });
    },
  );

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

describe('a long number', () => {
  it('is text in an id at any depth, and stays a number elsewhere', () => {
    const body =
      '{"id":"et-1","type":"T","data":{"userId":12345678901234567891,"count":12345678901234567891,' +
      '"list":[{"id":98765432109876543210,"accountId":7}],"note":"12345678901234567891"}}';

    expect(readEnvelope(Buffer.from(body)).envelope?.data).toEqual({
      userId: '12345678901234567891',
      count: Number('12345678901234567891'),
      list: [{ id: '98765432109876543210', accountId: 7 }],
      note: '12345678901234567891',
    });
  });

  it('is text in the smallest event too', () => {
    const body = Buffer.from('{"id":12345678901234567891,"type":"T"}');

    expect(readEnvelope(body).envelope?.id).toBe('12345678901234567891');
  });

  it('lets a member named __proto__ be one', () => {
    const body = Buffer.from(
      '{"id":12345678901234567891,"type":"T","data":{"__proto__":{"polluted":"yes"}}}',
    );

    const { envelope } = readEnvelope(body);

    expect(Object.keys(envelope?.data as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
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
    ['2026-01-02T03:04:05.1234567890Z', '2026-01-02T03:04:05.123Z'],
    ['2026-06-30T23:59:60Z', '2026-06-30T23:59:59.999Z'],
    ['2026-07-01T07:59:60.25+08:00', '2026-06-30T23:59:59.999Z'],
  ])('may be %s, which is %s', (createdAt, instant) => {
    const { envelope } = read({ ...EVENT, createdAt });

    expect(envelope?.createdAt).toBe(createdAt);
    expect(new Date(instantOf(createdAt)).toISOString()).toBe(instant);
  });

  it('may have a fraction of 5,000 digits', () => {
    const createdAt = `2026-01-02T03:04:05.${'7'.repeat(5000)}Z`;

    expect(read({ ...EVENT, createdAt }).envelope?.createdAt).toBe(createdAt);
    expect(instantOf(createdAt)).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 777));
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
    '2026-01-02T03:04:61Z',
    '2026-01-02T03:04:05.Z',
  ])('is none when it is %j, and the event is read all the same', (createdAt) => {
    expect(instantOf(createdAt)).toBeNaN();
    expect(read({ ...EVENT, createdAt })).toEqual({ envelope: { ...EVENT, createdAt: undefined } });
  });
});
