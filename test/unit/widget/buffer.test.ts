import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { offline, stored } from './fake-api.ts';
import { API, createPage, createStorage } from './page.ts';
import { createRig, openRig, screen, settle, START } from './rig.ts';

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

describe('what an earlier page left', () => {
  it('counts too: with it the buffer is full, and the oldest screens go', async () => {
    const storage = createStorage();
    for (let index = 0; index < 510; index += 1) {
      const id = `a${index}`.padEnd(5, '0');
      const name = index === 0 ? 'onAccountCreated' : 'onUIEvent';
      const key = `smile-widget:${API}:u-1:${START - 1000 + index}-${id}`;
      storage[key] = JSON.stringify({ id, name });
    }

    const { api, errors } = createRig({}, createPage(storage));
    await settle(10_000);

    expect(api.stored()).toHaveLength(500);
    expect(api.stored()[0]).toBe('onAccountCreated');
    expect(errors.map(({ callbackId }) => callbackId)).toEqual(
      Array.from({ length: 10 }, (_, index) => `a${index + 1}`.padEnd(5, '0')),
    );
  });
});

describe('a full storage', () => {
  it('makes room for what an account did by keeping no screen, which is still sent', async () => {
    const { api, page, smile, errors } = await openRig({}, createPage(createStorage(3)));
    api.callbacks = offline;
    for (const name of ['One', 'Two', 'Three']) smile.report('onUIEvent', screen(name));

    smile.report('onAccountConnected', { accountId: 'a-1' });
    expect(Object.values(page.storage)).toEqual([expect.stringContaining('onAccountConnected')]);
    api.callbacks = stored;
    await settle(10_000);

    expect(api.stored()).toEqual(['onUIEvent', 'onUIEvent', 'onUIEvent', 'onAccountConnected']);
    expect(errors).toEqual([]);
  });

  it('makes no room for a screen', async () => {
    const { api, page, smile } = await openRig({}, createPage(createStorage(1)));
    api.callbacks = offline;
    smile.report('onUIEvent', screen('One'));

    smile.report('onUIEvent', screen('Two'));

    expect(Object.values(page.storage)).toEqual([expect.stringContaining('One')]);
  });
});

describe('a callback that nobody took for a day', () => {
  it('is dropped, and reported', async () => {
    const { api, page, smile, errors } = await openRig();
    api.callbacks = offline;
    page.navigator.onLine = false;
    smile.report('onAccountConnected', { accountId: 'a-1' });
    const [sent] = Object.keys(page.storage);
    await settle(24 * 60 * 60 * 1000 + 10_000);
    api.callbacks = stored;

    await settle(61_000);

    expect(api.stored()).toEqual([]);
    expect(errors.map(({ code, callback }) => [code, callback])).toEqual([
      ['callback-dropped', 'onAccountConnected'],
    ]);
    expect(errors[0]?.callbackId).toMatch(/^[0-9a-f]{32}$/);
    expect(sent).toContain(errors[0]?.callbackId);
    expect(Object.keys(page.storage)).toEqual([]);
  });
});
