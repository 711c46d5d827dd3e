import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW } from '../session/forge.ts';
import { bench, callback, envelopesIn, sessionOf } from './bench.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A batch whose one callback has this text in it, as it is. */
const withText = (text: string) =>
  JSON.stringify({ session: sessionOf(), callbacks: [callback({ more: 0 })] }).replace(
    '"more":0',
    text,
  );

const uploadsOf = (uploads: unknown) => callback({ name: 'onUploadsCreated', data: { uploads } });

/** Lists in lists, so many of them. */
const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);

describe('a member that names a prototype', () => {
  it.each([
    '"__proto__":{"isAdmin":true}',
    '"__proto__":null',
    '"__proto__":7',
    '"\\u005f_proto__":{}',
    '"constructor":{"prototype":{"isAdmin":true}}',
    '"prototype":{}',
    '"x":{"__proto__":{}}',
    '"x":[{"y":[{"constructor":0}]}]',
    '"data":{"uploads":[{"__proto__":[]}]}',
  ])('is refused wherever it is: %s', async (text) => {
    const { postText, sent } = bench();

    const answer = await postText(withText(text));

    expect(answer).toMatchObject({
      statusCode: 400,
      body: { code: 'body-malformed', message: expect.stringMatching(/has a member named \w+\./) },
    });
    expect(sent).toEqual([]);
    expect(Object.prototype).not.toHaveProperty('isAdmin');
  });

  it('is refused beside the callbacks too', async () => {
    const { postText } = bench();
    const body = `{"__proto__":{"session":"x"},${withText('"more":0').slice(1)}`;

    expect((await postText(body)).body.code).toBe('body-malformed');
  });

  it('is none when it is a value', async () => {
    const { post } = bench();

    expect((await post([uploadsOf(['__proto__', 'constructor'])])).statusCode).toBe(200);
  });
});

describe('nesting', () => {
  it('may be eight deep, the body counted', async () => {
    const { post, sent } = bench();

    // The body, its list, a callback and its data are four.
    const deepest = await post([uploadsOf(nested(4))]);
    const deeper = await post([uploadsOf(nested(5))]);

    expect(deepest.statusCode).toBe(200);
    expect(deeper).toMatchObject({
      statusCode: 400,
      body: { code: 'body-malformed', message: expect.stringContaining('more than 8 deep') },
    });
    expect(envelopesIn(sent)[0]?.data).toMatchObject({ uploads: nested(4) });
  });
});

describe('a sign that no message can carry', () => {
  it.each([
    ['U+FFFE as it is', '\ufffe'],
    ['U+FFFF as it is', '\uffff'],
    ['U+FFFE escaped', '\\ufffe'],
    ['U+FFFF escaped, in capitals', '\\uFFFF'],
  ])('is refused, in a value and in a name: %s', async (_, sign) => {
    const { postText, sent } = bench();

    const answers = [
      await postText(withText(`"x":"a${sign}b"`)),
      await postText(withText(`"a${sign}b":1`)),
      await postText(withText(`"data":{"accountId":"${sign}"}`)),
    ];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400]);
    expect(answers[0]?.body).toMatchObject({ code: 'body-malformed' });
    expect(sent).toEqual([]);
  });
});

describe('half a character', () => {
  it.each(['\\ud800', '\\udfff', 'a\\udbff', '\\udc00\\ud800'])(
    'is no id of an account: %s',
    async (half) => {
      const { postText, sent } = bench();

      const answer = await postText(withText(`"data":{"accountId":"${half}"}`));

      expect(answer.statusCode).toBe(200);
      expect(envelopesIn(sent)[0]?.data).toEqual({ userId: 'tenant-1' });
    },
  );

  it('is no id, name or word of a callback, and no fault of ours', async () => {
    const { postText } = bench();
    const bodies = ['"id":"\\ud800"', '"name":"\\ud800"', '"at":"\\ud800"', '"data":"\\ud800"'];

    const answers = await Promise.all(bodies.map((text) => postText(withText(text))));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400]);
  });

  it('is left out where an id or a word may be missing', async () => {
    const { postText, sent } = bench();
    const data = { accountId: 'a-1', providerId: '?', account: { accountId: '?' } };
    const text = JSON.stringify(data).replaceAll('?', '\\ud800');

    await postText(withText(`"data":${text}`));
    await postText(withText(`"name":"onAccountError","data":${text.replace('a-1', '\\udc00')}`));

    const [connected, failed] = envelopesIn(sent).map(({ data: read }) => read);
    expect(connected).toEqual({ userId: 'tenant-1', accountId: 'a-1' });
    expect(failed).toEqual({ userId: 'tenant-1' });
  });

  it('in an upload comes to the queue as it came from the page', async () => {
    const { postText, sent } = bench();
    const data = '{"uploads":[{"name":"\\ud83d","\\udc00":1}]}';

    const answer = await postText(withText(`"name":"onUploadsCreated","data":${data}`));

    expect(answer.statusCode).toBe(200);
    expect(sent[0]?.text).toContain('{"name":"\\ud83d","\\udc00":1}');
    expect(sent[0]?.bodyRef).toBeUndefined();
  });

  it('in the session’s user is a fault of the backend, and nothing is sent', async () => {
    const { post, sent, limit } = bench();

    const answer = await post([callback({ data: { accountId: 'a-1' } })], sessionOf('u\ud800'));

    expect(answer).toMatchObject({ statusCode: 401, body: { code: 'session-invalid' } });
    expect([...sent, ...limit.counted]).toEqual([]);
  });
});
