import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { offline, stored } from './fake-api.ts';
import { openRig, screen, settle, START } from './rig.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a full buffer', () => {
  it('drops the oldest screen events, and tells so', async () => {
    const { api, page, smile, errors } = await openRig();
    api.callbacks = offline;
    smile.report('onAccountConnected', { accountId: 'a-0' });
    for (let index = 0; index < 502; index += 1)
      smile.report('onUIEvent', screen(`Screen${index}`));
    expect(Object.keys(page.storage)).toHaveLength(500);
    api.callbacks = stored;

    await settle(10_000);

    const sent = new Map(
      api.batches.flatMap(({ callbacks }) => callbacks).map((callback) => [callback.id, callback]),
    );
    const names = [...sent.values()].map(({ data }) => data['eventName'] ?? data['accountId']);
    expect(names.slice(0, 2)).toEqual(['a-0', 'Screen3']);
    expect(names.at(-1)).toBe('Screen501');
    expect(api.stored()).toHaveLength(500);
    expect(errors.map(({ code, callback }) => [code, callback])).toEqual([
      ['callback-dropped', 'onUIEvent'],
      ['callback-dropped', 'onUIEvent'],
      ['callback-dropped', 'onUIEvent'],
    ]);
  });

  it('never drops what an account did, however much there is', async () => {
    const { api, smile } = await openRig();
    api.callbacks = offline;
    for (let index = 0; index < 510; index += 1)
      smile.report('onAccountCreated', { accountId: `a-${index}` });
    smile.report('onUIEvent', screen('OneTooMany'));
    api.callbacks = stored;

    await settle(10_000);

    expect(api.stored()).toEqual(Array.from({ length: 510 }, () => 'onAccountCreated'));
  });
});

describe('a callback that nobody took for a day', () => {
  it('is dropped, and reported', async () => {
    const { api, page, smile, errors } = await openRig();
    api.callbacks = offline;
    page.navigator.onLine = false;
    smile.report('onAccountConnected', { accountId: 'a-1' });
    await settle(24 * 60 * 60 * 1000);
    api.callbacks = stored;

    await settle(61_000);

    expect(api.stored()).toEqual([]);
    expect(errors.map(({ code, callback }) => [code, callback])).toEqual([
      ['callback-dropped', 'onAccountConnected'],
    ]);
    expect(Object.keys(page.storage)).toEqual([]);
  });
});
