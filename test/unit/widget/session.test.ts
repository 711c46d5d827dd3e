import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WidgetSession } from '../../../widget/index.ts';
import { offline, refuse, stored } from './fake-api.ts';
import { type Ask, aSession, connected, createRig, openRig, settle, START } from './rig.ts';

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a session', () => {
  it('is renewed a minute before its end while the widget is open, for the beacon to come', async () => {
    const { page, session, smile } = await openRig();

    await settle(13.9 * MINUTE);
    expect(session).toHaveBeenCalledTimes(1);
    await settle(0.2 * MINUTE);

    expect(session).toHaveBeenCalledTimes(2);
    smile.report('onClose');
    page.close();
    expect(page.beacons[0]?.session).toBe('session-2');
  });

  it('that cannot be renewed in time is asked for again ten seconds later', async () => {
    let isDown = false;
    const session = vi.fn<Ask>(async () => {
      if (isDown) throw new Error('of the page');
      return aSession();
    });
    await openRig({ session });
    isDown = true;
    await settle(14.1 * MINUTE);
    isDown = false;
    await settle(10_000);

    expect(session).toHaveBeenCalledTimes(3);
  });

  it('that was refused is not used again when there is no other', async () => {
    const session = vi.fn<Ask>(async () => {
      if (session.mock.calls.length > 1) throw new Error('of the page');
      return aSession();
    });
    const { api, smile } = createRig({ session });
    api.linkToken = () => refuse(401, 'session-invalid');

    await expect(smile.linkToken()).rejects.toMatchObject({ code: 'session-unavailable' });
    expect(api.linkTokens).toHaveLength(1);
  });

  it('is renewed in time while there is something to send', async () => {
    const { api, page, session, smile } = createRig();
    api.callbacks = offline;
    smile.report('onAccountConnected', connected);
    await settle(14.1 * MINUTE);

    page.close();

    expect(session).toHaveBeenCalledTimes(2);
    expect(page.beacons[0]?.session).toBe('session-2');
  });

  it('is renewed in time while a widget is open in a frame, and no longer', async () => {
    const { page, session, smile } = createRig();
    await smile.linkToken();
    await settle(14.1 * MINUTE);
    expect(session).toHaveBeenCalledTimes(2);

    smile.report('onClose');
    page.close();
    await settle(60 * MINUTE);

    expect(page.beacons[0]?.session).toBe('session-2');
    expect(session).toHaveBeenCalledTimes(2);
  });

  it('is not renewed for nobody, after the widget was closed and all is sent', async () => {
    const { page, session } = await openRig();
    page.modals[0]?.options['onClose']?.();

    await settle(60 * MINUTE);

    expect(session).toHaveBeenCalledTimes(1);
  });

  it('that has ended in the meantime is replaced before it is used', async () => {
    const { api, page, session, smile } = await openRig();
    page.modals[0]?.options['onClose']?.();
    await settle(60 * MINUTE);

    smile.report('onAccountConnected', connected);
    await settle();

    expect(session).toHaveBeenCalledTimes(2);
    expect(api.batches.at(-1)?.session).toBe('session-2');
  });

  it('is asked for once by all who need it at the same time', async () => {
    const { api, smile, session } = createRig();

    const opened = smile.open();
    smile.report('onAccountConnected', connected);
    smile.report('onClose');
    void smile.flush();
    await settle();
    await opened;

    expect(session).toHaveBeenCalledTimes(1);
    expect(api.stored()).toEqual(['onAccountConnected', 'onClose']);
  });

  it('that the page cannot renew is used to its end', async () => {
    let isDown = false;
    const session = vi.fn<Ask>(async () => {
      if (isDown) throw new Error('of the page');
      return aSession();
    });
    const { api, smile, errors } = await openRig({ session });
    isDown = true;
    await settle(14.5 * MINUTE);

    smile.report('onAccountConnected', connected);
    await settle();

    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(errors).toEqual([]);
  });

  it('that cannot be had keeps the callbacks, and is reported when it lasts', async () => {
    let isDown = true;
    const session = async (): Promise<WidgetSession> => {
      if (isDown) throw new Error('of the page');
      return aSession();
    };
    const { api, smile, errors } = createRig({ session });
    smile.report('onAccountConnected', connected);
    await settle(30_000);
    expect(errors.map(({ code }) => code)).toEqual(['session-unavailable']);

    isDown = false;
    await settle(MINUTE);

    expect(api.stored()).toEqual(['onAccountConnected']);
  });

  it('of half a minute is not renewed all the time', async () => {
    const session = vi.fn<Ask>(async () =>
      aSession({ expiresAt: new Date(Date.now() + 30_000).toISOString() }),
    );

    await openRig({ session });
    await settle(MINUTE);

    expect(session.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it.each([-3_600_000, 3_600_000])('is good on a device whose clock is %i ms off', async (off) => {
    // Later than all that other tests have fired: in a page times only grow.
    vi.setSystemTime(START + 24 * 60 * MINUTE + 2 * off);
    const session = vi.fn<Ask>(async () =>
      aSession({
        issuedAt: new Date(Date.now() + off).toISOString(),
        expiresAt: new Date(Date.now() + off + 15 * MINUTE).toISOString(),
      }),
    );

    const { smile, api } = await openRig({ session });
    smile.report('onAccountConnected', connected);
    await settle();

    expect(session).toHaveBeenCalledTimes(1);
    // The session's second is known, and not its millisecond.
    const at = Date.parse(api.batches[0]?.callbacks[0]?.at ?? '');
    expect(at - off - Date.now()).toSatisfy((ahead: number) => ahead >= -1000 && ahead <= 1000);
  });

  it('that the relay is refused with is renewed for it and for a launch with one call', async () => {
    const { api, page, smile, session } = await openRig();
    api.callbacks = (batch) =>
      batch.session === 'session-1' ? refuse(401, 'session-expired') : stored(batch);

    smile.report('onAccountConnected', connected);
    const flushed = smile.flush();
    const opened = smile.open();
    await settle();
    await Promise.all([flushed, opened]);

    expect(session).toHaveBeenCalledTimes(2);
    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(page.modals).toHaveLength(2);
  });
});
