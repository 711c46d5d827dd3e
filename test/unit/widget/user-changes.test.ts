import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WidgetSession } from '../../../widget/index.ts';
import { offline, refuse, stored } from './fake-api.ts';
import { createPage } from './page.ts';
import { type Ask, aSession, connected, createRig, openRig, settle, START } from './rig.ts';

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page in which one user logs out and another logs in. */
function createLogin() {
  const login = { user: 'u-1' };
  const session = vi.fn<Ask>(async () => aSession({ userId: login.user, token: login.user }));
  return { login, session };
}

/** Whose session brought which callbacks. */
function sent({ api }: Pick<ReturnType<typeof createRig>, 'api'>) {
  return api.batches.flatMap((batch) =>
    batch.callbacks.map(({ name }) => `${batch.session} ${name}`),
  );
}

describe('a launch', () => {
  it('is for the user who is logged in now, not for the one before', async () => {
    const { login, session } = createLogin();
    const rig = await openRig({ session });
    rig.page.modals[0]?.options['onClose']?.();
    await settle();

    login.user = 'u-2';
    const opened = rig.smile.open();
    await settle();
    await opened;
    rig.page.modals[1]?.options['onAccountConnected']?.({ accountId: 'a-2' });
    await settle();

    expect(rig.api.linkTokens).toEqual(['u-1', 'u-2']);
    expect(sent(rig)).toEqual(['u-1 onClose', 'u-2 onAccountConnected']);
  });

  it('in a frame is, too', async () => {
    const { login, session } = createLogin();
    const { api, smile } = createRig({ session });
    await smile.linkToken();

    login.user = 'u-2';
    const token = await smile.linkToken();

    expect(token).toMatchObject({ accessToken: 'link-2', userId: 'u-2' });
    expect(api.linkTokens).toEqual(['u-1', 'u-2']);
  });

  it('asks once, also for several at the same time', async () => {
    const { session } = createLogin();
    const { smile } = createRig({ session });

    const both = Promise.all([smile.open(), smile.linkToken(), smile.open()]);
    await settle();
    await both;

    expect(session).toHaveBeenCalledTimes(1);
  });

  it('does not take what was asked before it, and is not undone by that when it comes late', async () => {
    const answers: ((session: WidgetSession) => void)[] = [];
    const session = vi.fn<Ask>(
      () =>
        new Promise((resolve) => {
          answers.push(resolve);
        }),
    );
    const rig = createRig({ session });
    rig.smile.report('onUIEvent', { eventName: 'ConsentPageOpened' });
    await settle();
    const opened = rig.smile.open();
    await settle();

    answers[1]?.(aSession({ userId: 'u-2', token: 'u-2' }));
    await settle();
    await opened;
    answers[0]?.(aSession({ userId: 'u-1', token: 'u-1' }));
    await settle();
    rig.page.modals[0]?.options['onAccountConnected']?.({ accountId: 'a-2' });
    await settle();

    expect(rig.api.linkTokens).toEqual(['u-2']);
    expect(sent(rig).at(-1)).toBe('u-2 onAccountConnected');
  });

  it('fails when the page has no session, though the one before is still good', async () => {
    const { session } = createLogin();
    const { api, smile } = await openRig({ session });
    session.mockRejectedValue(new Error('401'));

    const opened = smile.open();

    await expect(opened).rejects.toMatchObject({ code: 'session-unavailable' });
    expect(api.linkTokens).toHaveLength(1);
  });
});

describe('what the user before has left', () => {
  it('goes with no session but one of that user', async () => {
    const { login, session } = createLogin();
    const rig = await openRig({ session });
    rig.api.callbacks = offline;
    rig.page.modals[0]?.options['onAccountConnected']?.(connected);
    await settle(0);
    rig.api.callbacks = stored;

    login.user = 'u-2';
    const second = rig.smile.open();
    await settle(20 * MINUTE);
    await second;
    rig.page.hide();
    expect(sent(rig).slice(1)).toEqual([]);
    expect(rig.page.beacons).toEqual([]);
    expect(Object.keys(rig.page.storage)).toEqual([expect.stringContaining(':u-1:')]);
    login.user = 'u-1';
    const third = rig.smile.open();
    await settle();
    await third;

    expect(sent(rig).slice(1)).toEqual(['u-1 onAccountConnected']);
    expect(Object.keys(rig.page.storage)).toEqual([]);
  });
});

describe('what a widget says that was opened for the user before', () => {
  it('is that user’s', async () => {
    const { login, session } = createLogin();
    const rig = await openRig({ session });
    login.user = 'u-2';
    const opened = rig.smile.open();
    await settle();
    await opened;

    rig.page.modals[0]?.options['onAccountConnected']?.(connected);
    await settle();

    expect(rig.api.batches).toEqual([]);
    expect(Object.keys(rig.page.storage)).toEqual([expect.stringContaining(':u-1:')]);
  });

  it('is that user’s when it is in a frame, and the relay has the other’s session', async () => {
    const { login, session } = createLogin();
    const rig = createRig({ session });
    await rig.smile.linkToken();
    login.user = 'u-2';
    await settle(14.5 * MINUTE);

    rig.smile.report('onAccountConnected', connected);
    rig.smile.report('onClose');
    await settle();

    expect(rig.api.batches).toEqual([]);
    expect(Object.keys(rig.page.storage)).toHaveLength(2);
    expect(Object.keys(rig.page.storage).every((key) => key.includes(':u-1:'))).toBe(true);
  });
});

describe('a widget that has ended', () => {
  it('sends nothing more, and what waits is kept for a page of its user', async () => {
    const { session } = createLogin();
    const rig = await openRig({ session });
    rig.api.callbacks = offline;
    rig.page.modals[0]?.options['onAccountConnected']?.(connected);
    await settle(0);
    const requests = rig.api.urls.length;

    rig.smile.end();
    rig.page.modals[0]?.options['onClose']?.('exit');
    await rig.smile.flush();
    rig.page.online();
    rig.page.close();
    await settle(60 * MINUTE);

    expect(rig.api.urls).toHaveLength(requests);
    expect(rig.page.beacons).toEqual([]);
    expect(rig.page.listeners()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(session).toHaveBeenCalledTimes(1);
    expect(rig.errors).toEqual([]);
    const next = createRig({ session }, createPage(rig.page.storage));
    await settle();
    expect(next.api.stored()).toEqual(['onAccountConnected', 'onClose']);
  });

  it('opens nothing, mints nothing, and says what to do', async () => {
    const { page, session, smile } = createRig();
    smile.end();

    await expect(smile.open()).rejects.toMatchObject({ code: 'widget-ended' });
    await expect(smile.linkToken()).rejects.toMatchObject({
      code: 'widget-ended',
      message: expect.stringContaining('new widget'),
    });
    await settle();
    expect(session).not.toHaveBeenCalled();
    expect(page.modals).toEqual([]);
  });

  it.each(['session', 'link token', 'script'])(
    'while the %s is awaited opens nothing',
    async (at) => {
      let answer: (() => void) | undefined;
      const later = () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        });
      const session = async () => {
        if (at === 'session') await later();
        return aSession();
      };
      const { api, page, smile } = createRig({ session });
      const { linkToken } = api;
      if (at === 'link token') api.linkToken = (token) => later().then(() => linkToken(token));
      const failed = smile.open().catch((error: unknown) => error);
      await settle(at === 'script' ? 0 : 300);

      smile.end();
      answer?.();
      await settle();

      expect(await failed).toMatchObject({ code: 'widget-ended' });
      expect(page.modals).toEqual([]);
    },
  );

  it('sends nothing of a batch that was refused meanwhile', async () => {
    const { api, smile, errors } = await openRig();
    let answer: ((response: Response) => void) | undefined;
    api.callbacks = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    smile.report('onAccountConnected', connected);
    await settle(0);

    smile.end();
    answer?.(refuse(401, 'session-expired'));
    await settle(10 * MINUTE);

    expect(api.batches).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('does not open its widget anew when the token expires', async () => {
    const { page, smile, errors } = await openRig();

    smile.end();
    page.modals[0]?.options['onTokenExpired']?.();
    await settle(MINUTE);

    expect(page.modals).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});
