import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { answer, offline, refuse, stored } from './fake-api.ts';
import { API, SCRIPT } from './page.ts';
import { connected, createRig, openRig, screen, settle, START } from './rig.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a callback', () => {
  it('is relayed as id, name, time and data, with the session in the body', async () => {
    const { api, page } = await openRig();

    page.modals[0]?.options['onAccountConnected']?.(connected);
    await settle();

    const [batch] = api.batches;
    expect(batch).toMatchObject({ url: `${API}/callbacks`, session: 'session-1' });
    expect(batch?.callbacks).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        name: 'onAccountConnected',
        at: '2026-11-25T02:00:00.050Z',
        data: connected,
      },
    ]);
  });

  it('is sent without preflight, without cookies, and outlives the page', async () => {
    const { api, page } = await openRig();

    page.modals[0]?.options['onClose']?.();
    await settle();

    expect(api.inits[0]).toMatchObject({ method: 'POST', credentials: 'omit', keepalive: true });
    // A text goes as text/plain by itself, which needs no preflight.
    expect(api.inits[0]).not.toHaveProperty('headers');
  });

  it.each(CALLBACKS)('%s is relayed, each time with an id of its own', async (name) => {
    const { api, page } = await openRig();

    page.modals[0]?.options[name]?.({ ...connected, ...screen('MfaPageOpened') });
    page.modals[0]?.options[name]?.({ ...connected, ...screen('MfaPageOpened') });
    await settle();

    const sent = api.batches.flatMap(({ callbacks }) => callbacks);
    expect(sent.map((callback) => callback.name)).toEqual([name, name]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
  });

  it('bears the time of the backend, fixed when it fired', async () => {
    const anHour = 3_600_000;
    const session = async () => ({
      token: 't',
      userId: 'u-1',
      issuedAt: new Date(START + anHour).toISOString(),
      expiresAt: new Date(START + 2 * anHour).toISOString(),
    });
    const { api, smile } = await openRig({ session });
    api.callbacks = offline;
    smile.report('onClose');
    await settle(5000);

    vi.setSystemTime(START + 20 * anHour);
    api.callbacks = stored;
    await settle(10_000);

    const times = api.batches.map(({ callbacks }) => callbacks[0]?.at);
    expect(new Set(times)).toEqual(new Set(['2026-11-25T03:00:00.050Z']));
    expect(api.stored()).toEqual(['onClose']);
  });

  it('is a copy: what a page does to its argument is not relayed', async () => {
    const { api, page } = await openRig({
      onUploadsCreated: ({ uploads }) => Object.assign(uploads[0] as object, { id: 'changed' }),
    });

    page.modals[0]?.options['onUploadsCreated']?.({ uploads: [{ id: 'up-1' }] });
    await settle();

    expect(api.batches[0]?.callbacks[0]?.data).toEqual({
      uploads: [{ id: 'up-1' }],
      uploadCount: 1,
    });
  });

  it('about uploads that are large, deep or circular tells only how many', async () => {
    const { api, smile } = await openRig();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;

    smile.report('onUploadsCreated', { uploads: [{ text: 'é'.repeat(2048) }] });
    smile.report('onUploadsCreated', { uploads: [{ a: { b: { c: {} } } }] });
    smile.report('onUploadsCreated', { uploads: [circular, circular] });
    smile.report('onUploadsCreated', { uploads: [{ a: { b: {} } }] });
    await settle();

    expect(api.batches.flatMap(({ callbacks }) => callbacks.map(({ data }) => data))).toEqual([
      { uploadCount: 1 },
      { uploadCount: 1 },
      { uploadCount: 2 },
      { uploadCount: 1, uploads: [{ a: { b: {} } }] },
    ]);
  });

  it('onTokenExpired relays no token of V1', async () => {
    const { api, smile } = await openRig();

    smile.report('onTokenExpired', 'secret-token');
    await settle();

    expect(api.batches[0]?.callbacks[0]?.data).toEqual({});
  });
});

describe('what the module sends', () => {
  it('goes to the API and to no other host; only the script comes from Smile', async () => {
    const { api, page } = await openRig();
    for (const name of CALLBACKS) page.modals[0]?.options[name]?.(connected);
    page.hide();
    await settle(600_000);

    expect(new Set(api.urls)).toEqual(new Set([`${API}/callbacks`, `${API}/link-token`]));
    expect(new Set(page.beacons.map(({ url }) => url))).toEqual(new Set([`${API}/callbacks`]));
    expect(page.scripts).toEqual([SCRIPT]);
  });
});

describe('batches', () => {
  it('hold several screens, which wait a quarter of a second for each other', async () => {
    const { api, smile } = await openRig();

    smile.report('onUIEvent', screen('ConsentPageOpened'));
    await settle(200);
    smile.report('onUIEvent', screen('ProviderListPageOpened'));
    expect(api.batches).toEqual([]);
    await settle(50);

    expect(api.batches.map(({ callbacks }) => callbacks.length)).toEqual([2]);
  });

  it('go at once with what an account did, and take along what waited', async () => {
    const { api, smile } = await openRig();

    smile.report('onUIEvent', screen('ConnectSuccessPageOpened'));
    smile.report('onAccountConnected', connected);
    await settle(0);

    expect(api.stored()).toEqual(['onUIEvent', 'onAccountConnected']);
    expect(api.batches).toHaveLength(1);
  });

  it('hold 50 callbacks and 60 KB at most, go one at a time, and keep the order', async () => {
    const { api, smile } = await openRig();
    let underWay = 0;
    api.callbacks = async (batch) => {
      underWay += 1;
      expect(underWay).toBe(1);
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
      underWay -= 1;
      return stored(batch);
    };

    const ids = Array.from({ length: 120 }, (_, index) => `a-${index}-${'x'.repeat(900)}`);
    for (const accountId of ids.slice(0, 60))
      smile.report('onAccountCreated', { accountId, userId: accountId });
    for (const accountId of ids.slice(60))
      smile.report('onAccountRemoved', { accountId: accountId.slice(0, 9) });
    await settle(2000);

    expect(api.batches.every(({ bytes }) => bytes <= 60 * 1024 + 100)).toBe(true);
    expect(api.batches.every(({ callbacks }) => callbacks.length <= 50)).toBe(true);
    expect(Math.max(...api.batches.map(({ callbacks }) => callbacks.length))).toBe(50);
    const sent = api.batches.flatMap(({ callbacks }) => callbacks);
    expect(sent.map(({ data }) => String(data['accountId']).slice(0, 9))).toEqual(
      ids.map((id) => id.slice(0, 9)),
    );
  });
});

describe('a failure', () => {
  it('is tried again later and later, with the same bytes, and loses and reorders nothing', async () => {
    const { api, smile } = await openRig();
    api.callbacks = offline;
    smile.report('onAccountConnected', connected);
    const times: number[] = [];
    api.callbacks = () => {
      times.push(Date.now());
      return offline();
    };

    await settle(0);
    smile.report('onClose', 'exit');
    await settle(300_000);
    api.callbacks = stored;
    await settle(61_000);

    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits.slice(0, 4).map((wait, index) => wait / 2 ** index)).toSatisfy((all: number[]) =>
      all.every((wait) => wait >= 500 && wait <= 1001),
    );
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_001);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(30_000);
    expect(api.stored()).toEqual(['onAccountConnected', 'onClose']);
    const firsts = api.batches.map(({ callbacks }) => JSON.stringify(callbacks[0]));
    expect(new Set(firsts).size).toBe(1);
  });

  it.each([500, 502, 503, 504, 408, 425, 429])('with status %i drops nothing', async (status) => {
    const { api, smile, errors } = await openRig();
    api.callbacks = () => refuse(status, 'not-stored');
    smile.report('onAccountConnected', connected);
    await settle();
    api.callbacks = stored;

    await settle(1000);

    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(errors).toEqual([]);
  });

  it('with Retry-After waits as long as it says, also when the network comes back', async () => {
    const { api, page, smile } = await openRig();
    api.callbacks = () => refuse(429, 'slow-down', { 'retry-after': '20' });
    smile.report('onAccountConnected', connected);
    await settle(0);
    api.callbacks = stored;

    page.online();
    await settle(19_900);
    expect(api.batches).toHaveLength(1);
    await settle(200);

    expect(api.stored()).toEqual(['onAccountConnected']);
  });

  it('ends at once when the browser is online again', async () => {
    const { api, page, smile } = await openRig();
    api.callbacks = offline;
    smile.report('onAccountConnected', connected);
    await settle(30_000);
    api.callbacks = stored;

    page.online();
    await settle(0);

    expect(api.stored()).toEqual(['onAccountConnected']);
  });

  it('by a quota of keepalive is none: the next try goes without', async () => {
    const { api, smile } = await openRig();
    api.callbacks = (batch, { keepalive }) => (keepalive ? offline() : stored(batch));

    smile.report('onAccountConnected', connected);
    await settle(1500);

    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(api.inits.map(({ keepalive }) => keepalive)).toEqual([true, false]);
  });

  it('is a request that hangs for ten seconds, which is given up', async () => {
    const { api, smile } = await openRig();
    api.callbacks = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
    smile.report('onAccountConnected', connected);
    await settle(9_900);
    expect(api.batches).toHaveLength(1);
    api.callbacks = stored;

    await settle(1_200);

    expect(api.stored()).toEqual(['onAccountConnected']);
  });

  it('is an answer that begins and never ends', async () => {
    const { api, smile, errors } = await openRig();
    api.callbacks = (_, { signal }) =>
      new Response(
        new ReadableStream({
          start: (body) => signal?.addEventListener('abort', () => body.error(signal.reason)),
        }),
      );
    smile.report('onAccountConnected', connected);
    await settle(10_000);
    api.callbacks = stored;

    await settle(1_100);

    expect(api.stored()).toContain('onAccountConnected');
    expect(api.batches).toHaveLength(2);
    expect(errors).toEqual([]);
  });

  it.each(['<!doctype html>', '"stored"', '1', 'null', '[]', '{}'])(
    'is a 200 that is not the API’s, as of a page server that answers %s to anything',
    async (body) => {
      const { api, smile, errors } = await openRig();
      api.callbacks = () => new Response(body);

      smile.report('onAccountConnected', connected);
      await settle();
      api.callbacks = stored;
      await settle(1000);

      expect(api.batches).toHaveLength(2);
      expect(errors.map(({ code }) => code)).toEqual(['relay-refused']);
    },
  );

  it('with a Retry-After of a year is tried again in five minutes', async () => {
    const { api, smile } = await openRig();
    api.callbacks = () => refuse(503, 'not-stored', { 'retry-after': '31536000' });
    smile.report('onAccountConnected', connected);
    await settle(299_000);
    expect(api.batches).toHaveLength(1);
    api.callbacks = stored;

    await settle(2000);

    expect(api.stored()).toEqual(['onAccountConnected']);
  });

  it('that lasts is reported once, and not while the browser knows that it is offline', async () => {
    const { api, page, smile, errors } = await openRig();
    api.callbacks = offline;
    page.navigator.onLine = false;
    smile.report('onAccountConnected', connected);
    await settle(600_000);
    expect(errors).toEqual([]);

    page.navigator.onLine = true;
    await settle(600_000);

    expect(errors.map(({ code }) => code)).toEqual(['api-unreachable']);
    expect(errors[0]?.message).toContain(`${API}/callbacks`);
    api.callbacks = stored;
    await settle(61_000);
    api.callbacks = offline;
    smile.report('onClose');
    await settle(60_000);
    expect(errors).toHaveLength(2);
  });
});

describe('a refusal', () => {
  it('of one callback in 50 costs that one only, and is reported with the API’s words', async () => {
    const { api, smile, errors } = await openRig();
    api.callbacks = (batch) =>
      batch.callbacks.some(({ data }) => data['accountId'] === undefined)
        ? refuse(400, 'callback-invalid')
        : stored(batch);

    for (let index = 0; index < 50; index += 1) {
      smile.report('onAccountCreated', index === 37 ? {} : { accountId: `a-${index}` });
    }
    await settle();

    expect(api.stored()).toHaveLength(49);
    expect(api.batches.length).toBeLessThan(20);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      name: 'SmileWidgetError',
      code: 'callback-refused',
      apiCode: 'callback-invalid',
      callback: 'onAccountCreated',
      callbackId: api.batches[0]?.callbacks[37]?.id,
    });
    expect(errors[0]?.message).toContain('what to do about callback-invalid');
  });

  it.each([
    [400, 'body-malformed'],
    [400, 'of-an-api-to-come'],
    [413, 'too-large'],
  ])('%i %s of a callback drops it when it is alone', async (status, code) => {
    const { api, smile, errors } = await openRig();
    api.callbacks = () => refuse(status, code);

    smile.report('onAccountConnected', connected);
    await settle();

    expect(api.batches).toHaveLength(1);
    expect(errors.map(({ apiCode }) => apiCode)).toEqual([code]);
  });

  it('of another user’s callback leaves the others', async () => {
    const { api, smile, errors } = await openRig();
    api.callbacks = (batch) =>
      batch.callbacks.some(({ data }) => data['userId'] === 'u-2')
        ? refuse(403, 'other-user')
        : stored(batch);

    smile.report('onAccountCreated', connected);
    smile.report('onAccountConnected', { ...connected, userId: 'u-2' });
    smile.report('onClose');
    await settle();

    expect(api.stored()).toEqual(['onAccountCreated', 'onClose']);
    expect(errors.map(({ code, apiCode }) => [code, apiCode])).toEqual([
      ['callback-refused', 'other-user'],
    ]);
  });

  it.each([
    [403, { code: 'origin-not-allowed', message: 'x' }],
    [404, { message: 'Not Found' }],
    [403, { message: 'Forbidden' }],
    [400, { message: 'Bad Request' }],
  ])('%i %j is about no callback: all are kept and tried again', async (status, body) => {
    const { api, smile, errors } = await openRig();
    api.callbacks = () => answer(status, body);
    smile.report('onAccountConnected', connected);
    await settle(10_000);
    expect(errors.map(({ code }) => code)).toEqual(['relay-refused']);

    api.callbacks = stored;
    await settle(20_000);

    expect(api.stored()).toEqual(['onAccountConnected']);
  });

  it('of the session gets a new one, and the batch goes again', async () => {
    const { api, smile, session, errors } = await openRig();
    api.callbacks = (batch) =>
      batch.session === 'session-1' ? refuse(401, 'session-expired') : stored(batch);

    smile.report('onAccountConnected', connected);
    await settle();

    expect(api.batches.map((batch) => batch.session)).toEqual(['session-1', 'session-2']);
    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(session).toHaveBeenCalledTimes(2);
    expect(errors).toEqual([]);
  });

  it('of the new session too is no loop: it waits, and is reported once', async () => {
    const { api, smile, session, errors } = await openRig();
    api.callbacks = () => refuse(401, 'session-invalid');

    smile.report('onAccountConnected', connected);
    await settle(10_000);

    expect(session.mock.calls.length).toBeLessThan(8);
    expect(errors.map(({ code, apiCode }) => [code, apiCode])).toEqual([
      ['relay-refused', 'session-invalid'],
    ]);
  });
});

describe('flush', () => {
  it('settles when all is acknowledged, without waiting for more screens', async () => {
    const { api, smile } = await openRig();
    smile.report('onUIEvent', screen('ConsentPageOpened'));

    await smile.flush();

    expect(api.stored()).toEqual(['onUIEvent']);
  });

  it('settles when it does not get through, and does not wait for the next try', async () => {
    const { api, smile } = await openRig();
    api.callbacks = offline;
    smile.report('onUIEvent', screen('ConsentPageOpened'));

    await smile.flush();
    await smile.flush();

    expect(api.batches).toHaveLength(2);
  });

  it('asks for no session when there is nothing to send', async () => {
    const { smile, session } = createRig();

    await smile.flush();

    expect(session).not.toHaveBeenCalled();
  });
});
