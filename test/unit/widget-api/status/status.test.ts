import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsFault } from '../../../../lambdas/aws/aws-fault.ts';
import { NOW } from '../session/forge.ts';
import { bench } from './bench.ts';

const ITEM = {
  pk: 'USER#tenant-1',
  sk: 'ACCOUNT#a-1',
  version: 3,
  status: {
    value: 'CONNECTED',
    asOf: '2026-11-25T01:00:00.000Z',
    rank: 20,
    eventId: 'et-1',
    type: 'ACCOUNT_CONNECTED',
  },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('GET /status', () => {
  it('tells the session’s user what is known of them, to be kept by nobody else', async () => {
    const { get, world, asked } = bench();
    world.items = [ITEM];

    const answer = await get();

    expect(asked).toEqual(['tenant-1']);
    expect(answer).toEqual({
      statusCode: 200,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'private, no-cache',
        vary: 'authorization',
        etag: expect.stringMatching(/^"[\w-]{22}"$/),
      },
      body: expect.stringContaining('"accountId":"a-1"'),
    });
  });

  it('tells a user of whom nothing is known just that', async () => {
    const { get } = bench();

    const { body } = await get();

    expect(JSON.parse(body ?? '')).toEqual({ accounts: [], archives: [] });
  });

  it.each<[string, (tag: string) => string]>([
    ['the tag', (tag) => tag],
    ['the tag, made weak by a proxy', (tag) => `W/${tag}`],
    ['a list with the tag', (tag) => `"x", ${tag}`],
    ['a list with the weak tag, without blanks', (tag) => `"x",W/${tag},"y"`],
    ['a star', () => '*'],
  ])('is 304 without a body while nothing has changed: %s', async (_, ifNoneMatch) => {
    const { get, world } = bench();
    world.items = [ITEM];
    const { etag = '' } = (await get()).headers;

    const answer = await get({ 'if-none-match': ifNoneMatch(etag) });

    expect(answer).toEqual({
      statusCode: 304,
      headers: { etag, 'cache-control': 'private, no-cache', vary: 'authorization' },
    });
  });

  it.each<[string, (tag: string) => string]>([
    ['nothing', () => ''],
    ['another tag', () => '"x"'],
    ['the tag without its quotes', (tag) => tag.replaceAll('"', '')],
    ['a part of the tag', (tag) => tag.slice(0, -2)],
    ['the tag in another case', (tag) => tag.toUpperCase() + tag.toLowerCase()],
    ['a star in quotes', () => '"*"'],
  ])('is 200 for who has something else: %s', async (_, ifNoneMatch) => {
    const { get } = bench();
    const { etag = '' } = (await get()).headers;

    const answer = await get({ 'if-none-match': ifNoneMatch(etag) });

    expect(answer.statusCode).toBe(200);
  });

  it('has another tag when something has changed', async () => {
    const { get, world } = bench();
    world.items = [ITEM];
    const before = await get();
    world.items = [{ ...ITEM, status: { ...ITEM.status, value: 'FAILED' } }];

    const after = await get({ 'if-none-match': before.headers.etag ?? '' });

    expect(after.statusCode).toBe(200);
    expect(after.headers.etag).not.toBe(before.headers.etag);
  });

  it('has the same tag when only the row was written again', async () => {
    const { get, world } = bench();
    world.items = [ITEM];
    const before = await get();
    world.items = [{ ...ITEM, version: 4 }];

    expect((await get()).headers.etag).toBe(before.headers.etag);
  });

  it('reads nobody’s items without a session', async () => {
    const { get, asked } = bench();

    const answer = await get({ authorization: '' });

    expect(answer.statusCode).toBe(401);
    expect(asked).toEqual([]);
  });

  it('is 503 when the table is out of reach, and the page tries again', async () => {
    const { get, world, records } = bench();
    world.fault = new AwsFault(Object.assign(new Error('canary'), { name: 'TimeoutError' }));

    const answer = await get();

    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
    expect(records.lines).toMatchObject([
      { level: 'error', fields: { errorClass: 'AwsFault', code: 'TimeoutError' } },
    ]);
    expect(records.said() + JSON.stringify(answer)).not.toContain('canary');
  });
});
