import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSmileApi } from '../../../../local/services/smile-api/start-smile-api.ts';

const CREDENTIALS = { apiKey: 'local-key', apiSecret: 'local-secret' };

let smileApi: Awaited<ReturnType<typeof startSmileApi>>;
beforeAll(async () => {
  smileApi = await startSmileApi(CREDENTIALS);
});
beforeEach(() => {
  smileApi.failNext(0, 500);
  smileApi.setCredentials(CREDENTIALS);
  smileApi.unknownUsers.clear();
});
afterAll(() => smileApi.close());

const basic = ({ apiKey, apiSecret } = CREDENTIALS) =>
  `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;

/** What the stand-in says: its status, and its envelope. */
async function call(path: string, { method = 'POST', authorization = basic() } = {}) {
  const response = await fetch(`${smileApi.url}${path}`, { method, headers: { authorization } });
  return { status: response.status, envelope: (await response.json()) as Envelope };
}
interface Envelope {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly data?: { readonly accessToken: string; readonly expiresAt: string };
}

/** What is left of a new token's life. */
async function secondsLeft() {
  const { envelope } = await call('/tokens?userId=u');
  return Math.round((Date.parse(envelope.data?.expiresAt ?? '') - Date.now()) / 1000);
}

describe("the stand-in for Smile's API", () => {
  it('refuses what a foreign web page sends', async () => {
    const headers = { authorization: basic(), origin: 'https://evil.example' };
    const response = await fetch(`${smileApi.url}/tokens?userId=u`, { method: 'POST', headers });

    expect(response.status).toBe(403);
    expect(smileApi.requests).toEqual([]);
  });

  it('gives a token for a user, in the envelope and with 201', async () => {
    const { status, envelope } = await call('/tokens?userId=tenant-1');

    expect(status).toBe(201);
    expect(envelope).toEqual({
      code: 'CREATED',
      message: expect.any(String),
      requestId: expect.any(String),
      data: {
        id: expect.stringMatching(/^tk-/),
        accessToken: expect.stringMatching(/^[\w-]+(\.[\w-]+){3}$/),
        expiresAt: expect.any(String),
        mode: 'SANDBOX',
      },
    });
    expect(envelope.data?.accessToken.length).toBeGreaterThan(1024);
  });

  it('gives another token every time', async () => {
    const [one, other] = [await call('/tokens?userId=u'), await call('/tokens?userId=u')];

    expect(one.envelope.data?.accessToken).not.toBe(other.envelope.data?.accessToken);
  });

  it('gives tokens of five hours, or of as long as it is told', async () => {
    const usual = await secondsLeft();
    smileApi.setTokenLifetime(60);
    const short = await secondsLeft();

    expect(usual).toBeGreaterThan(4 * 60 * 60);
    expect(short).toBeLessThanOrEqual(60);
  });

  it.each([
    [
      'of another key',
      401,
      '/tokens?userId=u',
      { authorization: basic({ ...CREDENTIALS, apiKey: 'x' }) },
    ],
    ['without a key', 401, '/tokens?userId=u', { authorization: '' }],
    ['without the parameter', 400, '/tokens', {}],
    ['with an empty user', 400, '/tokens?userId=', {}],
    ['with a user longer than ids are', 400, `/tokens?userId=${'u'.repeat(201)}`, {}],
    ['of something else', 404, '/nothing', {}],
    ['by GET', 501, '/tokens?userId=u', { method: 'GET' }],
  ])('refuses a request %s with %i', async (_, status, path, options) => {
    const answer = await call(path, options);

    expect(answer.status).toBe(status);
    expect(answer.envelope).not.toHaveProperty('data');
  });

  it('does not know the users that it is told not to know', async () => {
    smileApi.unknownUsers.add('stranger');

    await expect(call('/tokens?userId=stranger')).resolves.toMatchObject({
      status: 404,
      envelope: { code: 'MISSING_RESOURCE' },
    });
    await expect(call('/tokens?userId=other')).resolves.toMatchObject({ status: 201 });
  });

  it('takes the key that it is told to take, and the one before no more', async () => {
    smileApi.setCredentials({ apiKey: 'new', apiSecret: 'pair' });

    const before = await call('/tokens?userId=u');
    const after = await call('/tokens?userId=u', {
      authorization: basic({ apiKey: 'new', apiSecret: 'pair' }),
    });

    expect([before.status, after.status]).toEqual([401, 201]);
  });

  it('fails so many calls when it is told to', async () => {
    smileApi.failNext(2, 429);

    const answers = [1, 2, 3].map(async () => await call('/tokens?userId=u'));

    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 429, 429]);
  });

  it('cuts the connection, answers with a page, or never', async () => {
    smileApi.failNext(1, 'cut');
    await expect(call('/tokens?userId=u')).rejects.toThrow('fetch failed');

    smileApi.failNext(1, 'garbage');
    const page = await fetch(`${smileApi.url}/tokens?userId=u`, { method: 'POST' });
    expect([page.status, await page.text()]).toEqual([200, expect.stringMatching(/^<!doctype/)]);

    smileApi.failNext(1, 'hang');
    const hanging = fetch(`${smileApi.url}/tokens`, { signal: AbortSignal.timeout(100) });
    await expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('remembers every call, also those that it failed', async () => {
    const before = smileApi.requests.length;
    smileApi.failNext(1, 503);

    await call('/tokens?userId=tenant-1%2F%C3%A4');
    await call('/tokens', { method: 'GET' });

    expect(smileApi.requests.slice(before)).toEqual([
      { method: 'POST', path: '/v1/tokens', userId: 'tenant-1/ä' },
      { method: 'GET', path: '/v1/tokens', userId: undefined },
    ]);
  });

  it('ends though a call hangs', async () => {
    const other = await startSmileApi(CREDENTIALS);
    other.failNext(1, 'hang');
    const hanging = fetch(`${other.url}/tokens`).catch(() => 'ended');
    await expect.poll(() => other.requests.length).toBe(1);

    await other.close();

    await expect(hanging).resolves.toBe('ended');
  });
});
