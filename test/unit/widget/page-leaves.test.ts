import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { offline, refuse, stored } from './fake-api.ts';
import { API, createPage, createStorage } from './page.ts';
import { type Ask, aSession, connected, createRig, openRig, screen, settle, START } from './rig.ts';

const DAY = 24 * 60 * 60 * 1000;

const ofAnother = async () => aSession({ userId: 'u-2' });
/** Not user u-1 of an API at port 443. */
const ofPort = async () => aSession({ userId: '443:u-1' });
const ofTenant = async () => aSession({ userId: 'tenant:u/1 ü' });

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The page is gone: its timers never run again. */
function leave() {
  vi.clearAllTimers();
  vi.unstubAllGlobals();
}

describe('a page that hides', () => {
  it('lets everything go by beacon, what is under way included, with the session', async () => {
    const { api, page, smile } = await openRig();
    api.callbacks = () => new Promise(() => {});
    smile.report('onAccountConnected', connected);
    await settle(0);
    smile.report('onUIEvent', screen('ConnectSuccessPageOpened'));
    smile.report('onClose', 'exit');

    page.hide();

    expect(page.beacons).toHaveLength(1);
    expect(page.beacons[0]).toMatchObject({ url: `${API}/callbacks`, session: 'session-1' });
    expect(page.beacons[0]?.callbacks.map(({ name }) => name)).toEqual([
      'onAccountConnected',
      'onUIEvent',
      'onClose',
    ]);
    expect(page.beacons[0]?.callbacks[0]).toEqual(api.batches[0]?.callbacks[0]);
  });

  it('and is closed sends no second beacon of the same', async () => {
    const { page, smile } = await openRig();
    smile.report('onClose', 'exit');

    page.close();

    expect(page.beacons).toHaveLength(1);
  });

  it('without hiding before is heard too', async () => {
    const { page, smile } = await openRig();
    smile.report('onClose', 'exit');

    page.leave();

    expect(page.beacons).toHaveLength(1);
  });

  it('and comes back sends nothing again that was acknowledged in the meantime', async () => {
    const { api, page, smile } = await openRig();
    smile.report('onClose', 'exit');
    page.hide();
    await settle();
    expect(api.stored()).toEqual(['onClose']);

    page.show();
    page.hide();

    expect(page.beacons).toHaveLength(1);
  });

  it('a second time sends again what has no answer yet', async () => {
    const { api, page, smile } = await openRig();
    api.callbacks = offline;
    smile.report('onClose', 'exit');
    page.hide();
    page.show();

    page.hide();

    expect(page.beacons.map(({ callbacks }) => callbacks[0]?.id)).toEqual([
      page.beacons[0]?.callbacks[0]?.id,
      page.beacons[0]?.callbacks[0]?.id,
    ]);
  });

  it('sends several beacons of 50 callbacks and 60 KB at most', async () => {
    const { api, page, smile } = await openRig();
    api.callbacks = offline;
    for (let index = 0; index < 130; index += 1) {
      const providerId = index < 60 ? 'p'.repeat(950) : 'p';
      smile.report('onAccountCreated', { accountId: `a-${index}`, providerId, userId: providerId });
    }

    page.hide();

    expect(page.beacons.every(({ bytes }) => bytes <= 60 * 1024 + 100)).toBe(true);
    expect(page.beacons.every(({ callbacks }) => callbacks.length <= 50)).toBe(true);
    expect(page.beacons.flatMap(({ callbacks }) => callbacks)).toHaveLength(130);
  });

  it('tries smaller beacons when the browser has no room for a large one', async () => {
    const { api, page, smile } = await openRig();
    api.callbacks = offline;
    page.takesBeacon = (bytes) => bytes < 1000;
    for (let index = 0; index < 20; index += 1) smile.report('onAccountCreated', connected);

    page.hide();

    expect(page.beacons.flatMap(({ callbacks }) => callbacks)).toHaveLength(20);
  });

  it('does without beacons where they are switched off', async () => {
    const { page, smile } = await openRig();
    Object.assign(page.navigator, { sendBeacon: undefined });
    smile.report('onClose');

    expect(() => page.hide()).not.toThrow();
  });

  it('sends nothing when there is nothing, or nobody to send it for', async () => {
    const { page } = await openRig();
    page.close();
    const rig = createRig({ session: () => new Promise(() => {}) });

    rig.smile.report('onClose');
    rig.page.close();

    expect(page.beacons).toEqual([]);
    expect(rig.page.beacons).toEqual([]);
  });
});

describe('the next page', () => {
  it('of the same user sends first what the one before could not', async () => {
    const before = await openRig();
    before.api.callbacks = offline;
    before.smile.report('onUIEvent', screen('ConnectSuccessPageOpened'));
    before.smile.report('onAccountConnected', connected);
    before.smile.report('onClose', 'exit');
    await settle();
    leave();

    const { api, page } = await openRig({}, createPage(before.page.storage));
    await settle();

    expect(api.stored()).toEqual(['onUIEvent', 'onAccountConnected', 'onClose']);
    expect(api.batches[0]?.callbacks).toEqual(before.api.batches[0]?.callbacks);
    expect(Object.keys(page.storage)).toEqual([]);
  });

  it('sends it before what fired since, whatever the order of the keys', async () => {
    const storage = createStorage();
    for (const sequence of [2, 1]) {
      const key = `smile-widget:${API}:u-1:${START - 1000}-a${sequence}`;
      storage[key] = JSON.stringify({ id: `a${sequence}`, name: 'onUIEvent' });
    }

    const { api, smile } = createRig({}, createPage(storage));
    smile.report('onClose', 'exit');
    await settle();

    const sent = api.batches.flatMap(({ callbacks }) => callbacks);
    expect(sent.map(({ id, name }) => (name === 'onClose' ? name : id))).toEqual([
      'a1',
      'a2',
      'onClose',
    ]);
  });

  it('does so as soon as it is there, without its widget being opened', async () => {
    const before = await openRig();
    before.api.callbacks = offline;
    before.smile.report('onClose', 'exit');
    await settle();
    leave();

    const { api } = createRig({}, createPage(before.page.storage));
    await settle();

    expect(api.stored()).toEqual(['onClose']);
  });

  it('asks for a session once only, and quietly, when its user is not logged in yet', async () => {
    const before = await openRig();
    before.api.callbacks = offline;
    before.smile.report('onClose', 'exit');
    await settle();
    leave();
    const session = vi.fn<Ask>(() => Promise.reject(new Error('401')));

    const { errors } = createRig({ session }, createPage(before.page.storage));
    await settle(600_000);

    expect(session).toHaveBeenCalledTimes(1);
    expect(errors).toEqual([]);
  });

  it('asks for none when nothing is left that could still be sent', async () => {
    const storage = createStorage();
    storage[`smile-widget:${API}:u-2:${START - DAY - 1000}-aa`] = '{}';
    const { session } = createRig({}, createPage(storage));

    await settle(600_000);

    expect(session).not.toHaveBeenCalled();
  });

  it('of another user neither sends nor reads it, and leaves it to its own', async () => {
    const before = await openRig();
    before.api.callbacks = offline;
    before.smile.report('onClose', 'exit');
    await settle();
    leave();
    const { storage } = before.page;
    const read = vi.spyOn(Object.getPrototypeOf(storage), 'getItem');

    const { api, smile } = await openRig({ session: ofAnother }, createPage(storage));
    smile.report('onAccountConnected', { accountId: 'a-2' });
    await settle(60_000);

    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(read).not.toHaveBeenCalled();
    expect(Object.keys(storage)).toHaveLength(1);
    leave();
    const own = createRig({}, createPage(storage));
    await settle();
    expect(own.api.stored()).toEqual(['onClose']);
  });

  it('drops what is older than a day, of whomever', async () => {
    const before = await openRig();
    before.api.callbacks = offline;
    before.smile.report('onClose', 'exit');
    await settle();
    leave();
    vi.setSystemTime(START + 2 * DAY);

    const { api, page } = await openRig({ session: ofAnother }, createPage(before.page.storage));
    await settle();

    expect(api.batches).toEqual([]);
    expect(Object.keys(page.storage)).toEqual([]);
  });

  it('takes no notice of another API, and of keys that are not its own', async () => {
    const storage = createStorage();
    Object.assign(storage, {
      'smile-widget:https://other.example:u-1:1795572000000-aa': '{}',
      [`smile-widget:${API}:u-10:${START}-aa`]: '{}',
      [`smile-widget:${API}:443:u-1:${START}-aa`]: '{}',
      'of-the-page': 'x',
    });

    const { api } = await openRig({}, createPage(storage));
    await openRig({ session: ofPort }, createPage(storage));
    await settle(60_000);

    expect(api.batches).toEqual([]);
    expect(Object.keys(storage)).toHaveLength(4);
  });

  it('drops what is broken in the storage, and reports it', async () => {
    const storage = createStorage();
    const key = `smile-widget:${API}:u-1:${START}-aa`;
    Object.assign(storage, { [key]: '{"id":"aa","name":"onClose","at":"x"}' });
    const { api, errors } = createRig({}, createPage(storage));
    api.callbacks = () => refuse(400, 'callback-invalid');

    await settle(1000);

    expect(errors.map(({ code, callback }) => [code, callback])).toEqual([
      ['callback-refused', 'onClose'],
    ]);
    expect(Object.keys(storage)).toEqual([]);
  });
});

describe('the storage', () => {
  it('holds a callback until the API has acknowledged it, and no token ever', async () => {
    const { api, page, smile } = await openRig();
    api.callbacks = offline;
    smile.report('onAccountConnected', connected);
    await settle();
    const [key = '', ...others] = Object.keys(page.storage);

    expect(others).toEqual([]);
    expect(key).toMatch(/^smile-widget:https:\/\/abc\.execute-api.*:u-1:\d{13}-[0-9a-f]{32}$/);
    expect(JSON.stringify(page.storage)).not.toContain('session-');
    api.callbacks = stored;
    await settle(5000);
    expect(Object.keys(page.storage)).toEqual([]);
  });

  it('holds what fired before the first session, as soon as that tells whose it is', async () => {
    const { api, page, smile } = createRig();
    api.callbacks = offline;

    smile.report('onClose', 'exit');
    expect(Object.keys(page.storage)).toEqual([]);
    await settle();

    expect(Object.keys(page.storage)).toEqual([expect.stringContaining(':u-1:')]);
  });

  it('is read once for each user: a tab does not take up what another is busy with', async () => {
    const one = await openRig();
    const two = await openRig({}, createPage(one.page.storage));
    vi.stubGlobal('navigator', { onLine: false });
    two.api.callbacks = offline;
    one.smile.report('onAccountCreated', connected);
    await settle(15 * 60_000);
    two.api.callbacks = stored;

    await settle(61_000);

    expect(two.session.mock.calls.length).toBeGreaterThan(1);
    expect(two.api.stored()).toEqual(['onAccountCreated']);
  });

  it('is shared by two tabs of one user, and neither loses what the other has', async () => {
    const one = await openRig();
    one.api.callbacks = offline;
    one.smile.report('onAccountCreated', connected);
    await settle(0);
    const two = await openRig({}, createPage(one.page.storage));

    two.smile.report('onClose', 'exit');
    await settle();

    expect(two.api.stored()).toEqual(['onAccountCreated', 'onClose']);
    expect(Object.keys(one.page.storage)).toEqual([]);
  });

  it.each(['full', 'forbidden'])('that is %s is done without', async (kind) => {
    const fault = () => {
      throw new DOMException('no', kind === 'full' ? 'QuotaExceededError' : 'SecurityError');
    };
    const page = createPage();
    if (kind === 'full') Object.setPrototypeOf(page.storage, { setItem: fault, removeItem: fault });
    else Object.defineProperty(globalThis, 'localStorage', { get: fault, configurable: true });

    const { api, smile, errors } = await openRig({}, page);
    smile.report('onAccountConnected', connected);
    await settle();

    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(errors).toEqual([]);
  });

  it('keeps the callbacks of users whose ids have colons and slashes apart', async () => {
    const before = await openRig({ session: ofTenant });
    before.api.callbacks = offline;
    before.smile.report('onClose', 'exit');
    await settle();
    leave();

    const { api } = createRig({ session: ofTenant }, createPage(before.page.storage));
    await settle();

    expect(api.stored()).toEqual(['onClose']);
  });
});

describe('a user who changes while the page stays', () => {
  it('sends nothing of the one before, who finds it later', async () => {
    let userId = 'u-1';
    const session = async () => aSession({ userId, token: `of-${userId}` });
    const { api, page, smile } = await openRig({ session });
    api.callbacks = offline;
    smile.report('onClose', 'exit');
    await settle();

    userId = 'u-2';
    api.callbacks = (batch) =>
      batch.session === 'of-u-1' ? refuse(401, 'session-expired') : stored(batch);
    await settle(10_000);
    smile.report('onAccountConnected', { accountId: 'a-2' });
    await settle(10_000);

    expect(api.stored()).toEqual(['onAccountConnected']);
    expect(Object.keys(page.storage)).toHaveLength(1);
    userId = 'u-1';
    api.callbacks = (batch) =>
      batch.session === 'of-u-2' ? refuse(401, 'session-expired') : stored(batch);
    smile.report('onUIEvent', screen('ConsentPageOpened'));
    await settle(20_000);
    expect(api.stored().filter((name) => name === 'onClose')).toHaveLength(1);
  });
});
