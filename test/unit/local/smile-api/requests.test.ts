import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSmileApi } from '../../../../local/services/smile-api/start-smile-api.ts';

const clock = { now: Date.parse('2026-03-01T10:00:00Z') };
const authorization = `Basic ${Buffer.from('key:secret').toString('base64')}`;

let smile: Awaited<ReturnType<typeof startSmileApi>>;
beforeEach(async () => {
  const credentials = { apiKey: 'key', apiSecret: 'secret' };
  smile = await startSmileApi(credentials, { now: () => clock.now });
});
afterEach(() => smile.close());

interface Envelope {
  readonly code: string;
  readonly message: string;
  readonly data?: { readonly items: { readonly id: string }[]; readonly nextCursor: string | null };
}

async function call(path: string, { method = 'GET', body = '', type = 'application/json' } = {}) {
  const headers = { authorization, ...(body && { 'content-type': type }) };
  const init = { method, headers, ...(body && { body }) };
  const response = await fetch(`${smile.url}${path}`, init);
  return { status: response.status, envelope: (await response.json()) as Envelope };
}

describe('a list of the stand-in', () => {
  it('has ten things on a page, the newest first, and a cursor while there are more', async () => {
    const made = Array.from({ length: 11 }, () => smile.life.createUser().id);

    const first = await call('/users');
    const second = await call(`/users?cursor=${first.envelope.data?.nextCursor}`);

    const ids = (page: typeof first) => page.envelope.data?.items.map(({ id }) => id);
    expect([ids(first), ids(second)]).toEqual([made.slice(1).toReversed(), made.slice(0, 1)]);
    expect(second.envelope.data?.nextCursor).toBeNull();
  });

  it('goes on where it was, whatever came or went meanwhile', async () => {
    const webhook = { name: 'n', url: 'https://x.example', eventTypes: ['ALL_EVENTS'] };
    const create = () => smile.webhooks.create({ ...webhook, active: true, secret: 's' }).id;
    const [one, two, three] = [create(), create(), create()];
    const first = await call('/webhooks?size=2');
    smile.webhooks.remove(two);
    create();

    const second = await call(`/webhooks?size=2&cursor=${first.envelope.data?.nextCursor}`);

    expect(first.envelope.data?.items.map(({ id }) => id)).toEqual([three, two]);
    expect(second.envelope.data?.items.map(({ id }) => id)).toEqual([one]);
  });

  it('does not take the cursor of other filters, nor one of its reader', async () => {
    for (let count = 0; count < 3; count += 1) {
      await smile.life.failAccount({ userId: 'u-1' });
    }
    const { envelope } = await call('/accounts?userId=u-1&size=1');
    const cursor = envelope.data?.nextCursor;

    const own = await call(`/accounts?userId=u-1&size=2&cursor=${cursor}`);
    const others = await call(`/accounts?userId=u-2&cursor=${cursor}`);
    const invented = await call('/accounts?cursor=next');

    expect([own.status, others.status, invented.status]).toEqual([200, 400, 400]);
    expect(others.envelope).toMatchObject({ code: 'INVALID_PARAMETERS' });
  });

  it.each(['size=0', 'size=151', 'size=ten', 'startDate=2026-03-01T00:00:00Z', 'endDate=today'])(
    'refuses %s',
    async (query) => {
      await expect(call(`/users?${query}`)).resolves.toMatchObject({ status: 400 });
    },
  );
});

describe('a request', () => {
  it('is one too many when twenty came within a second', async () => {
    const twenty = await Promise.all(Array.from({ length: 20 }, async () => await call('/users')));
    const oneMore = await call('/users');
    clock.now += 1000;
    const later = await call('/users');

    expect(new Set(twenty.map(({ status }) => status))).toEqual(new Set([200]));
    expect(oneMore).toMatchObject({ status: 429, envelope: { code: 'REQUEST_LIMIT_EXCEEDED' } });
    expect(later.status).toBe(200);
  });

  it.each([
    ['of another type', 415, { body: 'name=n', type: 'text/plain' }],
    ['that is no JSON', 400, { body: '{' }],
    ['without what it needs', 400, { body: '{}' }],
  ])('with a body %s is refused with %i', async (_, status, options) => {
    const { envelope, ...answer } = await call('/webhooks', { method: 'POST', ...options });

    expect(answer.status).toBe(status);
    expect(envelope).not.toHaveProperty('data');
  });

  it('creates a user with a token, and tells it', async () => {
    const body = JSON.stringify({ externalMetadata: { tier: 'gold' } });

    const { status, envelope } = await call('/users', { method: 'POST', body });

    expect(status).toBe(201);
    expect(envelope.data).toMatchObject({
      user: { externalMetadata: { tier: 'gold' } },
      token: { accessToken: expect.any(String) },
    });
    expect(smile.world.events).toMatchObject([{ type: 'USER_CREATED' }]);
  });

  it.each([
    { name: 'ä' },
    { count: 1 },
    { text: 'x'.repeat(501) },
    { ['k'.repeat(51)]: 'v' },
    Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, 'v'])),
  ])('with metadata that Smile does not take creates nobody: %j', async (externalMetadata) => {
    const body = JSON.stringify({ externalMetadata });

    await expect(call('/users', { method: 'POST', body })).resolves.toMatchObject({ status: 400 });

    expect(smile.world.users.all()).toEqual([]);
  });

  it('revokes an account or an archive, which stays as such', async () => {
    const account = await smile.life.connectAccount();
    const archive = await smile.life.uploadArchive();

    const revoked = [
      await call(`/accounts/${account.id}`, { method: 'DELETE' }),
      await call(`/archives/${archive.id}`, { method: 'DELETE' }),
      await call('/accounts/nobody', { method: 'DELETE' }),
    ];

    expect(revoked.map(({ status }) => status)).toEqual([200, 200, 404]);
    expect(revoked[0]?.envelope).not.toHaveProperty('data');
    expect(smile.world.events.slice(-2).map(({ type }) => type)).toEqual([
      'ACCOUNT_DISCONNECTED',
      'ARCHIVE_REVOKED',
    ]);
  });
});
