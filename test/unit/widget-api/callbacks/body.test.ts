import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW } from '../session/forge.ts';
import { bench, callback, envelopesIn, sessionOf } from './bench.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A callback that is so many bytes as JSON, and fewer characters. */
function sized(bytes: number) {
  const bare = Buffer.byteLength(JSON.stringify(callback({ more: '' })));
  return callback({ more: 'ñ'.repeat(10).padEnd(bytes - bare - 10, 'x') });
}

const TEXT = JSON.stringify({ session: sessionOf(), callbacks: [callback()] });

describe('a batch of callbacks', () => {
  it('is stored, and then answered with their number', async () => {
    const { post, sent } = bench();

    const answer = await post([callback(), callback({ id: 'c-2' })]);

    expect(answer).toEqual({
      statusCode: 200,
      headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
      body: { stored: 2 },
    });
    expect(sent).toHaveLength(2);
  });

  it('is received alike as text and as base64, with a byte order mark and without', async () => {
    const { postText, postBytes, sent } = bench();
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(TEXT)]);

    const answers = [
      await postText(TEXT),
      await postBytes(Buffer.from(TEXT)),
      await postBytes(marked),
    ];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(new Set(sent.map(({ text }) => text)).size).toBe(1);
  });

  it('may bring its session in the header, which counts before the one in the body', async () => {
    const { postText, sent } = bench();
    const data = { accountId: 'a-1' };
    const body = JSON.stringify({ session: 'x', callbacks: [callback({ data })] });

    const answer = await postText(body, { authorization: `Bearer ${sessionOf('tenant-2')}` });

    expect(answer.statusCode).toBe(200);
    expect(sent[0]?.eventId).toBe('widget:tenant-2:c-1');
  });

  it.each([[undefined], [null], [7], [''], [[]], [{ token: 'x' }]])(
    'has no session when that is %j',
    async (session) => {
      const { postText, sent } = bench();

      const answer = await postText(JSON.stringify({ session, callbacks: [callback()] }));

      expect(answer).toMatchObject({ statusCode: 401, body: { code: 'session-missing' } });
      expect(sent).toEqual([]);
    },
  );

  it('may hold members that nobody knows', async () => {
    const { postText } = bench();
    const body = { session: sessionOf(), callbacks: [callback({ x: 1 })], v: 2, more: {} };

    expect(await postText(JSON.stringify(body))).toMatchObject({ statusCode: 200 });
  });
});

describe('the size of a batch', () => {
  it('may be 65,536 bytes', async () => {
    const { postText } = bench();

    expect((await postText(TEXT.padEnd(65_536))).statusCode).toBe(200);
    expect(await postText(TEXT.padEnd(65_537))).toMatchObject({
      statusCode: 413,
      body: { code: 'too-large', message: expect.stringContaining('65536') },
    });
  });

  it('is measured in bytes, whether they came as text or as base64', async () => {
    const { postText, postBytes } = bench();
    const body = TEXT.replace('a-1', 'ñ'.repeat(65_536 / 2));

    expect(body.length).toBeLessThan(65_536);
    expect((await postText(body)).body).toMatchObject({ code: 'too-large' });
    expect((await postBytes(Buffer.from(TEXT.padEnd(65_536)))).statusCode).toBe(200);
    expect((await postBytes(Buffer.from(TEXT.padEnd(65_537)))).statusCode).toBe(413);
  });

  it('may be 50 callbacks', async () => {
    const { post, sent } = bench();
    const callbacks = Array.from({ length: 51 }, (_, n) => callback({ id: `c-${n}` }));

    const answer = await post(callbacks);
    const most = await post(callbacks.slice(1));

    expect(answer).toMatchObject({ statusCode: 413, body: { code: 'too-many-callbacks' } });
    expect(most).toMatchObject({ statusCode: 200, body: { stored: 50 } });
    expect(sent).toHaveLength(50);
  });

  it('is judged before the session is', async () => {
    const { post, postText } = bench();

    expect((await postText('x'.repeat(65_537))).body.code).toBe('too-large');
    expect((await post(Array(51).fill(0), 'x')).body.code).toBe('too-many-callbacks');
    expect((await post([], 'x')).body.code).toBe('body-malformed');
  });

  it('is 8 KiB as JSON for each callback', async () => {
    const { post, sent } = bench();

    const largest = await post([sized(8192)]);
    const larger = await post([callback(), sized(8193)]);

    expect(largest.statusCode).toBe(200);
    expect(larger).toMatchObject({
      statusCode: 400,
      body: { code: 'callback-invalid', message: 'Callback 1 is larger than 8192 bytes.' },
    });
    expect(sent).toHaveLength(1);
  });
});

describe('a body that is no batch', () => {
  it.each<[string, string]>([
    ['is empty', ''],
    ['is no JSON', 'callbacks'],
    ['is half of it', TEXT.slice(0, -1)],
    ['is two of them', TEXT + TEXT],
    ['is a list', JSON.stringify([callback()])],
    ['is null', 'null'],
    ['is text', '"callbacks"'],
    ['is a number', '7'],
    ['has no callbacks', '{}'],
    ['has an empty list of them', '{"callbacks":[]}'],
    ['has null for them', '{"callbacks":null}'],
    ['has one in place of a list', JSON.stringify({ callbacks: callback() })],
    ['has a list that is an object', '{"callbacks":{"0":{},"length":1}}'],
    ['is nested without end', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['is nested in callbacks', `{"callbacks":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
  ])('is refused when it %s, and the form is told', async (_, body) => {
    const { postText, sent } = bench();

    const answer = await postText(body, { authorization: `Bearer ${sessionOf()}` });

    expect(answer).toMatchObject({
      statusCode: 400,
      body: {
        code: 'body-malformed',
        message: expect.stringContaining('{ "session", "callbacks"'),
      },
    });
    expect(sent).toEqual([]);
  });

  it.each<[string, number[]]>([
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate in UTF-8', [0xed, 0xa0, 0x80]],
    ['a byte that is none', [0xff]],
    ['UTF-16', [...Buffer.from(TEXT, 'utf16le')]],
  ])('is refused when it is no UTF-8: %s', async (_, bytes) => {
    const { postBytes, sent } = bench();
    const [before, after] = TEXT.split('a-1');
    const body = Buffer.concat([
      Buffer.from(before ?? ''),
      Buffer.from(bytes),
      Buffer.from(after ?? ''),
    ]);

    expect((await postBytes(body)).body).toMatchObject({ code: 'body-malformed' });
    expect(sent).toEqual([]);
  });

  it('is refused when there is none', async () => {
    const { postText } = bench();

    expect((await postText(undefined as unknown as string)).body.code).toBe('body-malformed');
  });
});

describe('callbacks and their order', () => {
  it('are on the queue in the order of the list, in one go', async () => {
    const { post, batches } = bench();
    const ids = Array.from({ length: 50 }, (_, n) => `c-${(n * 7) % 50}`);

    await post(ids.map((id) => callback({ id })));

    expect(batches).toHaveLength(1);
    expect(envelopesIn(batches[0] ?? []).map(({ id }) => id)).toEqual(
      ids.map((id) => `widget:tenant-1:${id}`),
    );
  });
});
