import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CALLBACKS, type CallbackName } from '../../../lambdas/smile/widget.ts';
import { refuse } from './fake-api.ts';
import { connected, createRig, openRig, settle, START } from './rig.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a page’s handler', () => {
  it.each(CALLBACKS)('of %s is called once, with what was evened out', async (name) => {
    const handler = vi.fn<(argument?: object) => void>();
    const { page } = await openRig({ [name]: handler });

    page.modals[0]?.options[name]?.({ accountId: 'a-1', reason: 'x', userid: 'u-1' });

    expect(handler).toHaveBeenCalledOnce();
    expect(handler.mock.calls[0]?.[0]).toSatisfy(
      (argument: object | undefined) => name === 'onTokenExpired' || typeof argument === 'object',
    );
  });

  it('comes after the relay: what it does cannot keep the callback back', async () => {
    const rig = await openRig({
      onClose: () => {
        rig.page.close();
      },
    });

    rig.page.modals[0]?.options['onClose']?.('exit');

    expect(rig.page.beacons[0]?.callbacks[0]?.data).toEqual({ reason: 'exit' });
  });

  it('that throws breaks neither the widget nor the relay, and its error comes up by itself', async () => {
    const { api, page } = await openRig({
      onAccountConnected: () => {
        throw new Error('of the page');
      },
    });
    const { onAccountConnected, onClose } = page.modals[0]?.options ?? {};

    expect(() => onAccountConnected?.(connected)).not.toThrow();
    expect(() => vi.advanceTimersByTime(0)).toThrow('of the page');
    onClose?.('exit');
    await settle();

    expect(api.stored()).toEqual(['onAccountConnected', 'onClose']);
  });

  it('that rejects is left to the browser, which tells the page of it', async () => {
    const rejected = vi.fn<() => void>();
    process.once('unhandledRejection', rejected);
    const { api, page } = await openRig({
      onAccountConnected: () => Promise.reject(new Error('of the page')),
    });

    page.modals[0]?.options['onAccountConnected']?.(connected);
    await settle();
    vi.useRealTimers();
    await new Promise(setImmediate);

    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(rejected).toHaveBeenCalledOnce();
  });

  it('is not needed', async () => {
    const { api, page } = await openRig();

    for (const name of CALLBACKS) page.modals[0]?.options[name]?.({});
    await settle();

    expect(api.stored()).toEqual([...CALLBACKS]);
  });
});

describe('what the widget calls', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const throwing = {
    get reason(): string {
      throw new Error('a getter');
    },
  };

  it.each(CALLBACKS)('%s never throws, whatever it is given', async (name) => {
    const { page } = await openRig();

    for (const raw of [1, 'text', null, undefined, Symbol('s'), throwing, proxy, [proxy]]) {
      expect(() => page.modals[0]?.options[name]?.(raw)).not.toThrow();
    }
  });
});

describe('what a frame reports', () => {
  it('goes the way of every callback', async () => {
    const onClose = vi.fn<(argument: object) => void>();
    const { api, smile } = createRig({ onClose });

    smile.report('onClose', 'exit');
    await settle();

    expect(onClose).toHaveBeenCalledExactlyOnceWith({ reason: 'exit' });
    expect(api.stored()).toEqual(['onClose']);
  });

  it.each(['toString', '__proto__', 'onSuccess', '', undefined, null, 7, {}])(
    'under the name %j is ignored',
    async (name) => {
      const { api, smile, session } = createRig();

      smile.report(name as CallbackName, {});
      await settle();

      expect(api.batches).toEqual([]);
      expect(session).not.toHaveBeenCalled();
    },
  );
});

describe('what nobody awaits', () => {
  it('is one warning for each code when the page has no hook', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const { api, smile } = await openRig({ onError: undefined });
    api.callbacks = () => refuse(400, 'callback-invalid');

    smile.report('onAccountConnected', {});
    smile.report('onAccountConnected', {});
    await settle();

    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toMatch(/^SmileWidget callback-refused: onAccountConnected/);
  });

  it('does not stop the relay when the page’s hook throws', async () => {
    const { api, smile } = await openRig({
      onError: () => {
        throw new Error('of the page');
      },
    });
    const { callbacks } = api;
    api.callbacks = () => refuse(400, 'callback-invalid');
    smile.report('onAccountConnected', {});

    await expect(settle()).rejects.toThrow('of the page');
    api.callbacks = callbacks;
    smile.report('onClose');
    await settle();

    expect(api.stored()).toEqual(['onClose']);
  });
});
