import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../receiver.ts';
import { ask, type ApiAnswer, postCallbacks, relayed } from './widget-client.ts';

const SESSION_SECRET = 'a-session-secret-of-the-tests-0123456789abcdef';
const USER = 'u-refusals';

let receiver: Receiver;
let token: string;
beforeAll(async () => {
  receiver = await startReceiver();
  const { run } = receiver;
  await run.sessionSecret?.set(JSON.stringify({ current: SESSION_SECRET, previous: null }));
  token = await session();
});
afterAll(() => receiver.run.stop());

const session = async (overrides: object = {}) =>
  (await receiver.run.createSession(USER, { secret: SESSION_SECRET, ...overrides })).token;

const key = new TextEncoder().encode(SESSION_SECRET);
const now = () => Math.floor(Date.now() / 1000);

/** A session with other claims than createWidgetSession would give it. */
const signed = async (claims: object, secret = key) =>
  await new SignJWT({ sub: USER, aud: 'sandbox', iat: now(), exp: now() + 900, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(secret);

const post = (body: string | Uint8Array | object, headers?: Record<string, string>) =>
  postCallbacks(receiver.run, body, headers);
const aBatch = (...callbacks: object[]) => ({ session: token, callbacks });
const onClose = () => relayed('onClose', { reason: 'close' });

/** What the page's developer reads, and what has come of the request. */
const outcomeOf = async ({ status, body }: ApiAnswer) => {
  const { events } = await receiver.queues();
  return {
    status,
    code: body.code,
    saysWhatToDo: /^[A-Z].*\.$/.test(String(body.message)),
    queued: events.visible + events.inFlight + events.delayed,
    stored: (await receiver.rows()).length,
  };
};

const refused = (status: number, code: string) => ({
  status,
  code,
  saysWhatToDo: true,
  queued: 0,
  stored: 0,
});

/** Nested so deep, as JSON text. */
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const withData = (data: string) =>
  `{"session":${JSON.stringify(token)},"callbacks":[{"id":"1","name":"onClose","at":"${new Date().toISOString()}","data":${data}}]}`;
const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `${index}` }));

// Nothing in this file is stored before its last test, which shows that the requests were right otherwise.
describe('a session that is none', () => {
  const sessions: readonly (readonly [string, () => string | Promise<string>, string])[] = [
    ['absent', () => '', 'session-missing'],
    ['no token at all', () => 'abc', 'session-invalid'],
    ['expired', () => signed({ iat: now() - 1000, exp: now() - 100 }), 'session-expired'],
    [
      'unsigned',
      async () => `${(await session()).split('.').slice(0, 2).join('.')}.`,
      'session-invalid',
    ],
    [
      'of algorithm none',
      () => new UnsecuredJWT({ sub: USER, aud: 'sandbox', iat: now(), exp: now() + 900 }).encode(),
      'session-invalid',
    ],
    ['of another stage', () => session({ stage: 'production' }), 'session-invalid'],
    [
      'signed by somebody else',
      () => signed({}, new TextEncoder().encode('another-secret-of-thirty-two-characters')),
      'session-invalid',
    ],
    ['without an end', () => signed({ exp: undefined }), 'session-invalid'],
    ['for a day', () => signed({ iat: now() - 86_000, exp: now() + 400 }), 'session-expired'],
    ['of nobody', () => signed({ sub: '' }), 'session-invalid'],
    ['longer than any', () => 'x'.repeat(5000), 'session-invalid'],
  ];

  it.each(sessions)('is refused everywhere: %s', async (_, make, code) => {
    const forged = await make();

    const callbacks = await post({ session: forged, callbacks: [onClose()] });
    const status = await ask(receiver.run, 'GET /status', forged);
    const linkToken = await ask(receiver.run, 'POST /link-token', forged);

    for (const answer of [callbacks, status, linkToken]) {
      expect(await outcomeOf(answer)).toEqual(refused(401, code));
    }
  });

  it('mints no link token', () => {
    expect(receiver.run.smileApi.requests).toEqual([]);
  });
});

describe('a request from elsewhere', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'is refused, and its page cannot read why: %s',
    async (origin) => {
      const callbacks = await post(aBatch(onClose()), { origin });
      const status = await ask(receiver.run, 'GET /status', token, { origin });
      const linkToken = await ask(receiver.run, 'POST /link-token', token, { origin });

      for (const answer of [callbacks, status, linkToken]) {
        expect(await outcomeOf(answer)).toEqual(refused(403, 'origin-not-allowed'));
        expect(answer.headers.has('access-control-allow-origin')).toBe(false);
      }
    },
  );
});

describe('callbacks that nobody can have fired', () => {
  const bodies: readonly (readonly [string, () => string | object, number, string])[] = [
    [
      'of another user',
      () => aBatch(relayed('onClose', { userId: 'u-victim' })),
      403,
      'other-user',
    ],
    ['of 1 MB', () => aBatch(relayed('onClose', { more: 'x'.repeat(1e6) })), 413, 'too-large'],
    // In full they are over the bound for bytes first; so short they still are ten thousand.
    ['ten thousand, in full', () => aBatch(...many(10_000)), 413, 'too-large'],
    [
      'ten thousand, in short',
      () => `{"session":"${token}","callbacks":[${'0,'.repeat(9999)}0]}`,
      413,
      'too-many-callbacks',
    ],
    ['fifty-one', () => aBatch(...many(51)), 413, 'too-many-callbacks'],
    ['none', () => aBatch(), 400, 'body-malformed'],
    ['nested deep', () => withData(nested(100)), 400, 'body-malformed'],
    ['nested as deep as the stack', () => withData(nested(9000)), 400, 'body-malformed'],
    ['with __proto__', () => withData('{"__proto__":{"isAdmin":true}}'), 400, 'body-malformed'],
    [
      'with constructor.prototype',
      () => withData('{"constructor":{"prototype":{"isAdmin":true}}}'),
      400,
      'body-malformed',
    ],
    ['no JSON', () => 'session=1', 400, 'body-malformed'],
    ['with data that is text', () => withData('"text"'), 400, 'callback-invalid'],
    ['of an unknown name', () => aBatch(relayed('onHacked')), 400, 'callback-invalid'],
    [
      'of 1970',
      () => aBatch({ ...onClose(), at: new Date(0).toISOString() }),
      400,
      'callback-invalid',
    ],
    ['with an id of a path', () => aBatch({ ...onClose(), id: '../1' }), 400, 'callback-invalid'],
    ['of no time', () => aBatch({ ...onClose(), at: 'yesterday' }), 400, 'callback-invalid'],
    [
      'of 9 KB each',
      () => aBatch(relayed('onClose', { more: 'x'.repeat(9000) })),
      400,
      'callback-invalid',
    ],
    ['one of them bad', () => aBatch(onClose(), onClose(), { id: '3' }), 400, 'callback-invalid'],
  ];

  it.each(bodies)('are refused, and none of them is stored: %s', async (_, make, status, code) => {
    const answer = await post(make());

    expect(await outcomeOf(answer)).toEqual(refused(status, code));
  });

  it('are refused as bytes that are no text', async () => {
    const bytes = Buffer.concat([Buffer.from(JSON.stringify(aBatch(onClose()))), Buffer.of(0xff)]);

    const answer = await post(bytes, { 'content-type': 'application/octet-stream' });

    expect(await outcomeOf(answer)).toEqual(refused(400, 'body-malformed'));
  });

  it('do not even reach the function when they are of 9 MB', async () => {
    const { status, body } = await post('x'.repeat(9e6));

    expect([status, body]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(await receiver.rows()).toEqual([]);
  });

  it('change no prototype on their way', async () => {
    await expect(post(withData('{"__proto__":{"isAdmin":true}}'))).resolves.toHaveProperty(
      'status',
      400,
    );

    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe('everything else', () => {
  it.each([
    ['GET', '/callbacks'],
    ['POST', '/status'],
    ['POST', '/'],
    ['OPTIONS', '/callbacks'],
  ])('is no route: %s %s', async (method, path) => {
    const response = await fetch(`${receiver.run.widgetUrl}${path}`, { method });

    expect(response.status).toBe(404);
    await expect(response.json()).resolves.toEqual({ message: 'Not Found' });
  });

  it('is counted by its reason', () => {
    const refusals = receiver.lines.filter((line) => line.includes('"CallbacksRefused":1'));
    const reasons = refusals.map((line) => (JSON.parse(line) as { reason: string }).reason);

    expect(new Set(reasons)).toEqual(
      new Set([
        'session-missing',
        'session-invalid',
        'session-expired',
        'origin-not-allowed',
        'other-user',
        'too-large',
        'too-many-callbacks',
        'body-malformed',
        'callback-invalid',
      ]),
    );
  });
});

describe('and yet', () => {
  it('a callback with nothing wrong is stored and handled', async () => {
    const callback = onClose();

    const answer = await post(aBatch(callback));
    const row = await receiver.rowWhen(`widget:${USER}:${callback.id}`, 'DONE');

    expect([answer.status, answer.body]).toEqual([200, { stored: 1 }]);
    expect(row).toMatchObject({ origin: 'widget', subject: USER, type: 'onClose' });
  });
});

describe('a part of the session secret that is not accepted', () => {
  it('is named in the log of the function that read it, and nothing is refused for it', async () => {
    const answer = await post(aBatch(onClose()));

    const lines = receiver.lines.filter((line) => line.includes('part of the secret ignored'));
    expect(answer.status).toBe(200);
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      secret: 'session',
      problem: '"previous" is null, and is not accepted.',
    });
  });
});
