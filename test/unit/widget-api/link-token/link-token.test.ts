import { describe, expect, it } from 'vitest';
import { AwsFault } from '../../../../lambdas/aws/aws-fault.ts';
import { SmileApiError } from '../../../../lambdas/smile/rest/smile-api-error.ts';
import { bench, KEYS, MINTED, NEW_KEYS, REFUSED, said, TOKEN, USER } from './bench.ts';

const basic = ({ apiKey, apiSecret }: typeof KEYS) =>
  `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;

const missing = Object.assign(new Error('No value.'), { name: 'ResourceNotFoundException' });

describe('POST /link-token', () => {
  it('gives a token for the user of the session, and nothing else of it', async () => {
    const { post, requests } = bench();

    const answer = await post();

    expect(answer).toEqual({
      statusCode: 200,
      headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
      body: TOKEN,
    });
    expect(requests.map(({ url }) => url.searchParams.get('userId'))).toEqual([USER]);
  });

  it('counts before it reads a key, and reads the key once for many calls', async () => {
    const { post, calls } = bench();

    await post();
    await post();

    expect(calls).toEqual(['limit tenant-1', 'credentials', 'smile', 'limit tenant-1', 'smile']);
  });

  it('counts and logs a token, with ids only', async () => {
    const { post, records } = bench();

    await post();

    expect(records.measured).toEqual([{ values: { LinkTokens: 1 }, dimensions: {} }]);
    expect(records.lines).toEqual([
      {
        level: 'info',
        message: 'link token minted',
        fields: { requestId: 'request-1', subject: USER, expiresAt: TOKEN.expiresAt },
      },
    ]);
  });

  it('refuses a user who has had too many, until there are new ones', async () => {
    const { post, calls, world, records } = bench();
    world.limit = { allowed: false, retryAfterSeconds: 42 };

    const answer = await post();

    expect(answer).toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': '42' },
      body: { code: 'too-many-link-tokens' },
    });
    expect(calls).toEqual(['limit tenant-1']);
    expect(records.measured).toEqual([
      { values: { LinkTokenFailures: 1 }, dimensions: { reason: 'too-many-link-tokens' } },
    ]);
  });

  it.each([
    ['no session', 401, 'session-missing', { authorization: '' }],
    ['a session of somebody else’s making', 401, 'session-invalid', { authorization: 'Bearer x' }],
    ['a foreign page', 403, 'origin-not-allowed', { origin: 'https://evil.example.com' }],
  ])('does nothing for %s', async (_, statusCode, code, headers) => {
    const { post, calls, records } = bench();

    const answer = await post(headers);

    expect(answer).toMatchObject({ statusCode, body: { code } });
    expect(calls).toEqual([]);
    expect(records.measured).toEqual([
      { values: { LinkTokenFailures: 1 }, dimensions: { reason: code } },
    ]);
  });
});

describe('a fault of Smile', () => {
  it.each([
    [404, 'MISSING_RESOURCE', 404, 'user-unknown', 1],
    [400, 'INVALID_PARAMETERS', 404, 'user-unknown', 1],
    [415, 'UNSUPPORTED_TYPE', 502, 'smile-refused', 1],
    [429, 'REQUEST_LIMIT_EXCEEDED', 503, 'smile-unavailable', 4],
    [503, 'SERVER_UNAVAILABLE', 503, 'smile-unavailable', 4],
    [202, 'OK', 502, 'smile-refused', 1],
  ])('%i %s is %i %s to a page, after %i requests', async (status, smiles, statusCode, code, n) => {
    const { post, requests, records, world } = bench();
    world.replies = [said(status, smiles)];

    const answer = await post();

    expect(answer).toMatchObject({ statusCode, body: { code } });
    expect(requests).toHaveLength(n);
    expect(records.measured).toEqual([
      { values: { LinkTokenFailures: 1 }, dimensions: { reason: code } },
    ]);
    expect(records.lines[0]).toEqual({
      level: 'warn',
      message: 'no link token by Smile',
      fields: expect.objectContaining({
        subject: USER,
        status,
        code: smiles,
        smileRequestId: 'r-1',
      }),
    });
  });

  it('that lasts asks the page to come again after five seconds', async () => {
    const { post, world } = bench();
    world.replies = [new SmileApiError({ kind: 'unavailable', code: 'timeout' })];

    await expect(post()).resolves.toMatchObject({ headers: { 'retry-after': '5' } });
  });

  it('that passes is not seen by the page', async () => {
    const { post, world } = bench();
    world.replies = [said(503, 'SERVER_UNAVAILABLE'), said(429, 'REQUEST_LIMIT_EXCEEDED'), MINTED];

    await expect(post()).resolves.toMatchObject({ statusCode: 200, body: TOKEN });
  });
});

describe('a key that Smile refuses', () => {
  const REFUSALS = [
    { values: { SmileRefused: 1 }, dimensions: {} },
    { values: { LinkTokenFailures: 1 }, dimensions: { reason: 'smile-refused' } },
  ];

  it('is read anew, and Smile is asked again when it was changed', async () => {
    const { post, requests, clock, world, records } = bench();
    await post();
    world.replies = [REFUSED, MINTED];
    world.credentials = JSON.stringify(NEW_KEYS);
    clock.now += 30_000;

    const answer = await post();

    expect(answer.statusCode).toBe(200);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(
      [KEYS, KEYS, NEW_KEYS].map(basic),
    );
    expect(records.measured).toEqual([
      { values: { LinkTokens: 1 }, dimensions: {} },
      { values: { LinkTokens: 1 }, dimensions: {} },
    ]);
  });

  it.each([
    ['the new one is refused too', NEW_KEYS, 30_000, 2],
    ['it is still the same', KEYS, 30_000, 1],
    ['it was read less than half a minute ago', NEW_KEYS, 29_999, 1],
  ])('is an alarm when %s', async (_, stored, passed, asked) => {
    const { post, requests, clock, world, records } = bench();
    await post();
    world.replies = [REFUSED];
    world.credentials = JSON.stringify(stored);
    clock.now += passed;

    const answer = await post();

    expect(answer).toMatchObject({ statusCode: 502, body: { code: 'smile-refused' } });
    expect(requests).toHaveLength(1 + asked);
    expect(records.measured.slice(1)).toEqual(REFUSALS);
  });
});

describe('credentials that cannot be used', () => {
  it.each([
    ['are not there', missing],
    ['have no value', undefined],
    ['are no JSON', 'canary-key:canary-secret'],
    ['lack the secret', JSON.stringify({ apiKey: 'canary-key' })],
  ])('because they %s are an alarm, and the developer is told', async (_, credentials) => {
    const { post, calls, world, records } = bench();
    world.credentials = credentials;

    const answer = await post();

    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '5' },
      body: { code: 'not-configured', message: expect.stringContaining('"apiKey"') },
    });
    expect(calls).not.toContain('smile');
    expect(records.measured).toEqual([
      { values: { SmileRefused: 1 }, dimensions: {} },
      { values: { LinkTokenFailures: 1 }, dimensions: { reason: 'not-configured' } },
    ]);
  });

  it('are looked for again a second later, so that nothing has to be deployed', async () => {
    const { post, world, clock } = bench();
    world.credentials = undefined;
    await post();
    world.credentials = JSON.stringify(KEYS);
    clock.now += 1000;

    await expect(post()).resolves.toMatchObject({ statusCode: 200 });
  });
});

describe('credentials that cannot be read again', () => {
  it('go on for an hour, and a key that Smile refuses meanwhile is no verdict about it', async () => {
    const { post, world, clock } = bench();
    await post();
    world.credentials = Object.assign(new Error('It is away.'), { name: 'InternalServiceError' });
    clock.now += 5 * 60_000;

    const minted = await post();
    world.replies = [REFUSED];
    const refused = await post();

    expect(minted).toMatchObject({ statusCode: 200, body: TOKEN });
    expect(refused).toMatchObject({ statusCode: 503, body: { code: 'unavailable' } });
  });

  it('end at once when the function may not read them any more', async () => {
    const { post, world, clock, calls } = bench();
    await post();
    world.credentials = Object.assign(new Error('No.'), { name: 'AccessDeniedException' });
    clock.now += 5 * 60_000;
    calls.length = 0;

    const answer = await post();

    expect(answer).toMatchObject({ statusCode: 503, body: { code: 'unavailable' } });
    expect(calls).not.toContain('smile');
  });
});

describe('a fault of AWS', () => {
  it.each([
    ['the limits’ table', 'limit'],
    ['Secrets Manager', 'credentials'],
  ] as const)('at %s lets the page try again, and is no alarm about Smile', async (_, where) => {
    const { post, calls, world, records } = bench();
    world[where] = new AwsFault(new Error('It is away.'));

    const answer = await post();

    expect(answer).toMatchObject({ statusCode: 503, body: { code: 'unavailable' } });
    expect(calls).not.toContain('smile');
    expect(records.measured).toEqual([
      { values: { LinkTokenFailures: 1 }, dimensions: { reason: 'unavailable' } },
    ]);
  });
});
