import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountArgument } from '../../../widget/index.ts';
import { offline, refuse } from './fake-api.ts';
import { defineModal } from './page.ts';
import { connected, createRig, openRig, settle, START } from './rig.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a token that expires while the widget is open', () => {
  it('is followed by a new widget with a new token', async () => {
    const onTokenExpired = vi.fn<() => void>();
    const { api, page } = await openRig({ onTokenExpired });

    page.modals[0]?.options['onTokenExpired']?.();
    await settle();

    expect(page.modals.map(({ options }) => options['userToken'])).toEqual(['link-1', 'link-2']);
    expect(page.modals[1]?.opened).toBe(true);
    expect(api.stored()).toEqual(['onTokenExpired']);
    expect(onTokenExpired).toHaveBeenCalledExactlyOnceWith(undefined);
  });

  it('is renewed once, however often the widget says so', async () => {
    const { api, page } = await openRig();

    page.modals[0]?.options['onTokenExpired']?.();
    page.modals[0]?.options['onTokenExpired']?.('V1');
    await settle();
    page.modals[0]?.options['onTokenExpired']?.();
    await settle();

    expect(page.modals).toHaveLength(2);
    expect(api.linkTokens).toHaveLength(2);
    expect(api.stored()).toHaveLength(3);
  });

  it('is no matter when it is the token of a widget that has been replaced', async () => {
    const { api, page, errors } = await openRig();
    page.modals[0]?.options['onTokenExpired']?.();
    await settle();

    for (let index = 0; index < 5; index += 1) page.modals[0]?.options['onTokenExpired']?.();
    await settle();

    expect(page.modals).toHaveLength(2);
    expect(api.stored()).toHaveLength(6);
    expect(errors).toEqual([]);
  });

  it('is renewed on its next word when the new widget did not open', async () => {
    const { page, errors } = await openRig();
    defineModal(page, () => {
      throw new Error('of Smile');
    });
    page.modals[0]?.options['onTokenExpired']?.();
    await settle();
    expect(errors.map(({ code }) => code)).toEqual(['widget-failed']);
    defineModal(page);

    page.modals[0]?.options['onTokenExpired']?.();
    await settle();

    expect(page.modals.at(-1)).toMatchObject({ opened: true, options: { userToken: 'link-3' } });
  });

  it('is given up when the user closes the widget while there is no network', async () => {
    const { api, page, errors } = await openRig();
    api.linkToken = offline;
    page.modals[0]?.options['onTokenExpired']?.();
    await settle();
    page.modals[0]?.options['onClose']?.();

    await settle(120_000);

    expect(api.linkTokens).toHaveLength(2);
    expect(errors).toEqual([]);
  });

  it('is not renewed twice by a page that opens the widget itself then', async () => {
    const rig = await openRig({ onTokenExpired: () => rig.smile.open() });

    rig.page.modals[0]?.options['onTokenExpired']?.();
    await settle();

    expect(rig.page.modals).toHaveLength(2);
  });

  it('does not open what the user has closed, also in the meantime', async () => {
    const { api, page } = await openRig();
    page.modals[0]?.options['onTokenExpired']?.();
    page.modals[0]?.options['onClose']?.('close');
    await settle();
    page.modals[0]?.options['onTokenExpired']?.();

    await settle();

    expect(page.modals).toHaveLength(1);
    expect(api.stored()).toEqual(['onTokenExpired', 'onClose', 'onTokenExpired']);
  });

  it('opens anew for a user who has closed it while it was being renewed', async () => {
    const { smile, page } = await openRig();
    page.modals[0]?.options['onTokenExpired']?.();
    page.modals[0]?.options['onClose']?.('close');

    const opened = smile.open();
    await settle();
    await opened;

    expect(page.modals).toHaveLength(2);
    expect(page.modals[1]?.opened).toBe(true);
  });

  it('leaves the old widget its voice: what it says late is relayed and handed on', async () => {
    const onAccountConnected = vi.fn<(argument: AccountArgument) => void>();
    const { api, page } = await openRig({ onAccountConnected });
    page.modals[0]?.options['onTokenExpired']?.();
    await settle();

    page.modals[0]?.options['onAccountConnected']?.(connected);
    page.modals[0]?.options['onClose']?.();
    page.modals[1]?.options['onTokenExpired']?.();
    await settle();

    expect(onAccountConnected).toHaveBeenCalledExactlyOnceWith(connected);
    expect(api.stored()).toEqual([
      'onTokenExpired',
      'onAccountConnected',
      'onClose',
      'onTokenExpired',
    ]);
    expect(page.modals).toHaveLength(3);
  });

  it('is renewed when the network is back, as after a night with a closed laptop', async () => {
    const { api, page, errors } = await openRig();
    const { linkToken } = api;
    api.linkToken = offline;
    page.modals[0]?.options['onTokenExpired']?.();
    await settle(5000);
    api.linkToken = linkToken;

    await settle(10_000);

    expect(page.modals).toHaveLength(2);
    expect(errors).toEqual([]);
  });

  it('is renewed after an outage of the API, as soon as that asks to try again', async () => {
    const { api, page, errors } = await openRig();
    const { linkToken } = api;
    api.linkToken = () => refuse(503, 'smile-unavailable', { 'retry-after': '5' });
    page.modals[0]?.options['onTokenExpired']?.();
    await settle(4900);
    expect(api.linkTokens).toHaveLength(2);
    api.linkToken = linkToken;

    await settle(200);

    expect(page.modals).toHaveLength(2);
    expect(errors).toEqual([]);
  });

  it('that cannot be renewed is reported: at once when refused, after a minute without network', async () => {
    const { api, page, errors } = await openRig();
    api.linkToken = () => refuse(404, 'user-unknown');
    page.modals[0]?.options['onTokenExpired']?.();
    await settle();
    expect(errors.map(({ code, apiCode }) => [code, apiCode])).toEqual([
      ['link-token-refused', 'user-unknown'],
    ]);
    api.linkToken = offline;
    page.modals[0]?.options['onTokenExpired']?.();

    await settle(120_000);

    expect(errors.map(({ code }) => code)).toEqual(['link-token-refused', 'api-unreachable']);
  });
});

describe('a widget that calls every token expired', () => {
  it('gets three new ones and no more, and the page is told', async () => {
    const { api, page, errors } = await openRig();

    for (let index = 0; index < 6; index += 1) {
      page.modals.at(-1)?.options['onTokenExpired']?.();
      await settle(10_000);
    }

    expect(page.modals).toHaveLength(4);
    expect(api.linkTokens).toHaveLength(4);
    expect(errors.map(({ code }) => code)).toContain('token-loop');
  });

  it('does so already while it opens, and ends all the same', async () => {
    const rig = createRig();
    const { page } = rig;
    defineModal(page, () => {
      page.modals.at(-1)?.options['onTokenExpired']?.();
    });

    await rig.smile.open();
    await settle(600_000);

    expect(page.modals.length).toBeLessThanOrEqual(4);
  });

  it('may do so every hour', async () => {
    const { page, errors } = await openRig();

    for (let index = 0; index < 10; index += 1) {
      page.modals.at(-1)?.options['onTokenExpired']?.();
      await settle(3_600_000);
    }

    expect(page.modals).toHaveLength(11);
    expect(errors).toEqual([]);
  });
});
