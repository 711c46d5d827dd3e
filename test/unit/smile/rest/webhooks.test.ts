import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getAccount, revokeAccount } from '../../../../lambdas/smile/rest/accounts.ts';
import { exchange } from '../../../../lambdas/smile/rest/exchange.ts';
import { SmileApiError } from '../../../../lambdas/smile/rest/smile-api-error.ts';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
} from '../../../../lambdas/smile/rest/webhooks.ts';
import { allOf, BASIC, HASTY, type StandIn, startStandIn } from './stand-in.ts';

const NEW = {
  name: 'receiver',
  url: 'https://example.com/webhooks',
  eventTypes: ['ALL_EVENTS'],
  active: true,
  secret: 'canary-webhook-secret',
};

let smile: StandIn;
beforeAll(async () => {
  smile = await startStandIn();
});
afterEach(() => {
  smile.failNext(0, 500);
  for (const { id } of smile.webhooks.all()) smile.webhooks.remove(id);
});
afterAll(() => smile.close());

/** Smile does what it is asked, and the answer is lost on the way: so many times. */
function losingAnswers(times: number) {
  let lost = 0;
  return smile.connect({
    async exchange(request, signal) {
      const reply = await exchange(request, signal);
      if (lost === times) return reply;
      lost += 1;
      throw new SmileApiError({ kind: 'unavailable', code: 'ECONNRESET' });
    },
  });
}

describe('a webhook', () => {
  it('is registered, listed, read and deleted', async () => {
    const api = smile.connect();

    const created = await createWebhook(api, { ...NEW, includePayload: true });
    const listed = await allOf(listWebhooks(api));
    const read = await getWebhook(api, created.id);
    await deleteWebhook(api, created.id);

    expect(created).toEqual({
      ...NEW,
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      includePayload: true,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect([listed, read]).toEqual([[created], created]);
    await expect(getWebhook(api, created.id)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is refused with a code when Smile does not take it, and not sent again', async () => {
    const call = createWebhook(smile.connect(), { ...NEW, url: 'http://example.com/' });

    await expect(smile.tried(call)).resolves.toEqual([1, 'invalid INVALID_PARAMETERS']);
  });
});

describe('the error of a registration', () => {
  it.each([400, 401, 403, 404, 415, 429, 500, 501, 503, 'cut', 'garbage'] as const)(
    'holds neither key nor secrets when it ends with %s',
    async (how) => {
      smile.failNext(20, how);

      const fault: unknown = await createWebhook(smile.connect(), NEW).catch((error) => error);

      const said = inspect(fault, { showHidden: true, depth: 10 });
      expect(said).toContain('SmileApiError');
      expect(said).not.toContain('canary');
      expect(said).not.toContain(BASIC);
    },
  );
});

describe('a registration whose answer is lost', () => {
  it('is not repeated, and says that it may exist', async () => {
    const fault: unknown = await createWebhook(losingAnswers(1), NEW).catch((error) => error);

    expect(fault).toMatchObject({ code: 'ECONNRESET', isUnsettled: true });
    expect(String(fault)).toContain('look before you repeat it');
    expect(smile.webhooks.all()).toHaveLength(1);
  });

  it('is repeated when its caller can bear two', async () => {
    await createWebhook(losingAnswers(1), NEW, { mayCreateTwice: true });

    expect(smile.webhooks.all()).toHaveLength(2);
  });

  it.each([
    ['cut', 1, 'unavailable ECONNRESET'],
    [503, 1, 'unavailable SERVER_UNAVAILABLE'],
    [429, 2, 'done'],
  ] as const)('after %s is made by %i requests', async (how, requests, end) => {
    smile.failNext(1, how);

    const tried = await smile.tried(createWebhook(smile.connect(), NEW));

    expect(tried).toEqual([requests, end]);
    expect(smile.webhooks.all()).toHaveLength(end === 'done' ? 1 : 0);
  });

  it('is settled when Smile could not be reached at all', async () => {
    const gone = await startStandIn();
    await gone.close();
    const api = gone.connect({ patience: { ...HASTY, maxAttempts: 2 } });

    const call = createWebhook(api, NEW);

    await expect(call).rejects.toMatchObject({ code: 'ECONNREFUSED', isUnsettled: false });
  });
});

describe('a deletion', () => {
  it('whose answer is lost is done when the next attempt finds nothing', async () => {
    const { id } = smile.webhooks.create(NEW);

    await deleteWebhook(losingAnswers(1), id);

    expect(smile.webhooks.all()).toEqual([]);
  });

  it('of what was never there is not found', async () => {
    const call = deleteWebhook(smile.connect(), 'nothing');

    await expect(call).rejects.toMatchObject({ kind: 'not-found', code: 'MISSING_RESOURCE' });
  });

  it.each(['..', '.', '', 'x'.repeat(201)])('never reaches another path: "%s"', async (id) => {
    const before = smile.requests.length;

    await expect(revokeAccount(smile.connect(), id)).rejects.toMatchObject({
      name: 'SmileIdRefused',
      code: 'smile-id-refused',
    });

    expect(smile.requests.length).toBe(before);
  });

  it('of an account revokes it', async () => {
    const api = smile.connect();
    const { id } = await smile.life.connectAccount();

    await revokeAccount(api, id);

    await expect(getAccount(api, id)).resolves.toMatchObject({ connectionStatus: 'DISCONNECTED' });
    expect(smile.world.events.at(-1)).toMatchObject({
      type: 'ACCOUNT_DISCONNECTED',
      data: { accountId: id },
    });
  });
});
