import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CALLBACKS } from '../../../../lambdas/smile/widget.ts';
import { NOW } from '../session/forge.ts';
import { AT, bench, callback, envelopesIn } from './bench.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the id of a callback', () => {
  it.each(['c', 'c'.repeat(64), 'A-Z_a-z-0-9', '-', '_', 'widget-1', '__proto__', 'constructor'])(
    'may be %j',
    async (id) => {
      const { post, sent } = bench();

      const answer = await post([callback({ id })]);

      expect(answer.statusCode).toBe(200);
      expect(sent[0]?.eventId).toBe(`widget:tenant-1:${id}`);
    },
  );

  it.each([
    '',
    'c'.repeat(65),
    'a:b',
    'a#b',
    'a b',
    'a\n',
    'a.b',
    'ñ',
    'a/b',
    7,
    null,
    undefined,
    ['c-1'],
  ])('may not be %j', async (id) => {
    const { post, sent } = bench();

    const answer = await post([callback(), callback({ id })]);

    expect(answer).toMatchObject({
      statusCode: 400,
      body: {
        code: 'callback-invalid',
        message: expect.stringMatching(/^Callback 1 needs an "id"/),
      },
    });
    expect(sent).toEqual([]);
  });
});

describe('the time of a callback', () => {
  it.each([
    AT,
    '2026-11-25T02:00:00Z',
    '2026-11-25T02:00Z',
    '2026-11-25T02:00:00.123456789Z',
    '2026-11-25T02:00:00.1234567890Z',
    '2026-11-25T01:59:60Z',
    '2026-11-25T04:00:00+02:00',
    '2026-11-25T02:00:00.123',
    '2026-11-23T02:00:00Z',
    '2999-01-01T00:00:00Z',
  ])('may be %s, and is kept as it came', async (at) => {
    const { post, sent } = bench();

    const answer = await post([callback({ at })]);

    expect(answer.statusCode).toBe(200);
    expect(sent[0]?.unreadable).toBeUndefined();
    expect(envelopesIn(sent)[0]?.createdAt).toBe(at);
  });

  it.each([
    '2026-11-25',
    '2026-11-25 02:00:00Z',
    '2026-11-25t02:00:00Z',
    '2026-13-25T02:00:00Z',
    '2026-11-25T25:00:00Z',
    '2026-11-25T02:00:61Z',
    '+052026-11-25T02:00:00Z',
    'Wed Nov 25 2026 02:00:00 GMT+0000',
    'Tomorrow',
    '2026-11-25T02:00:00Z\n',
    'T',
    '',
    NOW,
    null,
    undefined,
    { at: AT },
  ])('may not be %j', async (at) => {
    const { post, sent } = bench();

    const answer = await post([callback({ at })]);

    expect(answer).toMatchObject({
      statusCode: 400,
      body: {
        code: 'callback-invalid',
        message: 'Callback 0 needs "at", an ISO 8601 date-time.',
      },
    });
    expect(sent).toEqual([]);
  });
});

describe('a callback that no page can have kept for so long', () => {
  it.each(['2026-11-23T01:59:59.999Z', '1999-12-31T23:59:59Z', '1970-01-01T00:00:00Z'])(
    'is refused: of %s',
    async (at) => {
      const { post, sent } = bench();

      const answer = await post([callback(), callback({ at })]);

      expect(answer).toMatchObject({
        statusCode: 400,
        body: { code: 'callback-invalid', message: 'Callback 1 is older than two days.' },
      });
      expect(sent).toEqual([]);
    },
  );
});

describe('a callback that is none', () => {
  it.each<[string, unknown, RegExp]>([
    ['a text', 'onClose', /is no object/],
    ['null', null, /is no object/],
    ['a list', [], /is no object/],
    ['of a name that nobody knows', callback({ name: 'onSomething' }), /needs a "name" out of onA/],
    ['of another case', callback({ name: 'onclose' }), /needs a "name"/],
    ['of a name that all objects have', callback({ name: 'toString' }), /needs a "name"/],
    ['of an event’s type', callback({ name: 'ACCOUNT_CONNECTED' }), /needs a "name"/],
    ['without a name', callback({ name: undefined }), /needs a "name"/],
    ['of data that is a list', callback({ data: [] }), /has "data" that is no object/],
    ['of data that is null', callback({ data: null }), /has "data" that is no object/],
    ['of data that is text', callback({ data: '{}' }), /has "data" that is no object/],
  ])('is refused with all beside it: %s', async (_, wrong, message) => {
    const { post, sent } = bench();

    const answer = await post([callback(), wrong]);

    expect(answer).toMatchObject({
      statusCode: 400,
      body: { code: 'callback-invalid', message: expect.stringMatching(message) },
    });
    expect(answer.body.message).toMatch(/^Callback 1 /);
    expect(sent).toEqual([]);
  });

  it.each(CALLBACKS)('may lack its data: %s is kept for its user', async (name) => {
    const { post, sent } = bench();

    const answer = await post([callback({ name, data: undefined })]);

    expect(answer.statusCode).toBe(200);
    expect(envelopesIn(sent)).toMatchObject([{ type: name, data: { userId: 'tenant-1' } }]);
  });

  it.each(['', 7, null, {}, 'a'.repeat(201)])(
    'is kept without its account when that is none: %j',
    async (accountId) => {
      const { post, sent } = bench();

      const answer = await post([callback({ data: { accountId, providerId: 'p' } })]);

      expect(answer.statusCode).toBe(200);
      expect(envelopesIn(sent)[0]?.data).toEqual({ userId: 'tenant-1', providerId: 'p' });
    },
  );

  it('is named by a refusal that repeats nothing of it', async () => {
    const { post } = bench();
    const canaries = ['id', 'name', 'at', 'data'].map((member) =>
      callback({ [member]: 'canary?' }),
    );
    canaries.push(callback({ data: { userId: 'canary' } }));

    const answers = await Promise.all(canaries.map((wrong) => post([wrong])));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400, 403]);
    expect(JSON.stringify(answers)).not.toContain('canary');
  });
});
