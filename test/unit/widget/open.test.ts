import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { answer, offline, refuse } from './fake-api.ts';
import { createPage, defineModal, SCRIPT } from './page.ts';
import { connected, createRig, openRig, settle, START } from './rig.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What `open()` is rejected with; undefined when it opens. */
async function fault(opened: Promise<void>): Promise<unknown> {
  const caught = opened.then(
    () => undefined,
    (error: unknown) => error,
  );
  await settle(60_000);
  return await caught;
}

describe('opening', () => {
  it('gives the widget a fresh link token, the template, and all nine callbacks', async () => {
    const { api, page } = await openRig({ templateId: 'wtpl-1' });

    const [modal] = page.modals;
    expect(modal?.opened).toBe(true);
    expect(modal?.options).toMatchObject({ userToken: 'link-1', templateId: 'wtpl-1' });
    expect(Object.keys(modal?.options ?? {})).toEqual(['userToken', 'templateId', ...CALLBACKS]);
    expect(api.linkTokens).toEqual(['session-1']);
    expect(page.scripts).toEqual([SCRIPT]);
  });

  it('names no template where there is none', async () => {
    const { page } = await openRig();

    expect(page.modals[0]?.options).not.toHaveProperty('templateId');
  });

  it('mints another token for every launch, and loads the script once', async () => {
    const { page, smile } = await openRig();

    const again = smile.open();
    await settle();
    await again;

    expect(page.modals.map(({ options }) => options['userToken'])).toEqual(['link-1', 'link-2']);
    expect(page.scripts).toHaveLength(1);
  });

  it('twice at once, by a double click, opens one widget', async () => {
    const { api, page, smile } = createRig();

    const both = Promise.all([smile.open(), smile.open()]);
    await settle();
    await both;

    expect(page.modals).toHaveLength(1);
    expect(api.linkTokens).toHaveLength(1);
  });

  it('in two instances at once loads the script once', async () => {
    const { page, smile, create } = createRig();

    const both = Promise.all([smile.open(), create().open()]);
    await settle();
    await both;

    expect(page.modals).toHaveLength(2);
    expect(page.scripts).toHaveLength(1);
  });

  it('takes the constructor that the page has loaded by itself', async () => {
    const page = createPage();
    defineModal(page);

    await openRig({}, page);

    expect(page.scripts).toEqual([]);
    expect(page.modals).toHaveLength(1);
  });

  it('loads the script from where the page says', async () => {
    const { page } = await openRig({ scriptUrl: 'https://cdn.example/smile.js' });

    expect(page.scripts).toEqual(['https://cdn.example/smile.js']);
  });

  it('says nothing on the console', async () => {
    const warn = vi.spyOn(console, 'warn');
    const { page } = await openRig({ onError: undefined });

    page.modals[0]?.options['onAccountConnected']?.(connected);
    page.modals[0]?.options['onClose']?.();
    await settle();

    expect(warn).not.toHaveBeenCalled();
  });
});

describe('a script that does not load', () => {
  it.each(['fails', 'hangs', 'defines nothing'] as const)(
    'because it %s is an error that says where to look, and the next open tries again',
    async (script) => {
      const { page, smile } = createRig();
      page.script = script;

      const error = await fault(smile.open());
      page.script = 'loads';
      const second = await fault(smile.open());

      expect(error).toMatchObject({ name: 'SmileWidgetError', code: 'script-blocked' });
      expect(String(error)).toContain(SCRIPT);
      expect(String(error)).toMatch(/network.*ad blockers.*script-src/);
      expect(second).toBeUndefined();
      expect(page.scripts).toHaveLength(2);
    },
  );

  it('because Trusted Types forbid it is the same error', async () => {
    const { smile } = createRig();
    const { document } = globalThis;
    Object.assign(document, {
      createElement: () => {
        throw new TypeError('This document requires TrustedScriptURL assignment.');
      },
    });

    expect(await fault(smile.open())).toMatchObject({ code: 'script-blocked' });
  });
});

describe('a widget that does not open', () => {
  it('because its constructor or open() throws is an error with that cause', async () => {
    const page = createPage();
    const cause = new Error('of Smile');
    defineModal(page, () => {
      throw cause;
    });
    const { smile } = createRig({}, page);

    expect(await fault(smile.open())).toMatchObject({ code: 'widget-failed', cause });
  });
});

describe('a session', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error('of the page'))],
    [
      'throws',
      () => {
        throw new Error('of the page');
      },
    ],
    ['gives nothing', () => Promise.resolve(undefined)],
    ['gives an error page', () => Promise.resolve('<html>')],
    [
      'gives no token',
      () =>
        Promise.resolve({
          userId: 'u-1',
          issuedAt: '2026-01-01T00:00:00Z',
          expiresAt: '2026-01-01T00:00:00Z',
        }),
    ],
    ['gives no dates', () => Promise.resolve({ token: 't', userId: 'u-1', issuedAt: 'x' })],
    ['never answers', () => new Promise(() => {})],
  ])('whose function %s is an error that says what it must do', async (_, session) => {
    const { smile } = createRig({ session: session as never });

    const error = await fault(smile.open());

    expect(error).toMatchObject({ code: 'session-unavailable' });
    expect(String(error)).toContain('createWidgetSession');
    expect((error as Error).cause).toBeInstanceOf(Error);
  });
});

describe('a link token', () => {
  it('that is refused is an error with the API’s code and words', async () => {
    const { api, smile } = createRig();
    api.linkToken = () => refuse(404, 'user-unknown');

    const error = await fault(smile.open());

    expect(error).toMatchObject({ code: 'link-token-refused', apiCode: 'user-unknown' });
    expect(String(error)).toContain('what to do about user-unknown');
  });

  it.each([
    [429, 'too-many-link-tokens'],
    [503, 'smile-unavailable'],
    [502, 'smile-refused'],
  ])('that cannot be had now, by %i %s, is an outage, and says how long', async (status, code) => {
    const { api, smile } = createRig();
    api.linkToken = () => refuse(status, code, { 'retry-after': '5' });

    const error = await fault(smile.open());

    expect(error).toMatchObject({ code: 'api-unreachable', apiCode: code, retryAfter: 5000 });
    expect(String(error)).toContain(`what to do about ${code}`);
  });

  it('that cannot be asked for is an error that names the API', async () => {
    const { api, smile } = createRig();
    api.linkToken = offline;

    const error = await fault(smile.open());

    expect(error).toMatchObject({ code: 'api-unreachable' });
    expect(String(error)).toMatch(/link-token.*widget\.origins.*connect-src/);
  });

  it.each([
    [200, {}],
    [200, 'text'],
    [200, null],
    [404, { message: 'Not Found' }],
  ])('whose answer is %i %j is an error with the status', async (status, body) => {
    const { api, smile } = createRig();
    api.linkToken = () => answer(status, body);

    const error = await fault(smile.open());

    expect(error).toMatchObject({ code: 'link-token-refused', apiCode: undefined });
    expect(String(error)).toContain(String(status));
  });

  it('is asked for again, once, with a new session when the session has ended', async () => {
    const { api, page, smile } = createRig();
    const { linkToken } = api;
    api.linkToken = (session) =>
      session === 'session-1' ? refuse(401, 'session-expired') : linkToken(session);

    expect(await fault(smile.open())).toBeUndefined();
    expect(api.linkTokens).toEqual(['session-1', 'session-2']);
    expect(page.modals).toHaveLength(1);
  });

  it('is not asked for a third time', async () => {
    const { api, smile } = createRig();
    api.linkToken = () => refuse(401, 'session-invalid');

    const error = await fault(smile.open());

    expect(error).toMatchObject({ code: 'link-token-refused', apiCode: 'session-invalid' });
    expect(api.linkTokens).toHaveLength(2);
  });

  it('can be had for a widget in a frame', async () => {
    const { smile } = createRig();

    expect(await smile.linkToken()).toEqual({
      accessToken: 'link-1',
      expiresAt: '2026-11-25T07:00:00Z',
      userId: 'u-1',
    });
  });

  it('and session are in no message', async () => {
    const { api, smile } = createRig();
    api.linkToken = () => refuse(500, 'smile-unavailable');

    expect(String(await fault(smile.open()))).not.toMatch(/session-1|link-1|u-1/);
  });
});
