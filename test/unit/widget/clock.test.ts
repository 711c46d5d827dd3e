import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WidgetSession } from '../../../widget/index.ts';
import type { FakeApi } from './fake-api.ts';
import { aSession, connected, createRig, openRig, settle } from './rig.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Each test is later than the ones before: in a page times only grow. */
let start = Date.parse('2026-11-25T02:00:00.000Z');

beforeEach(() => {
  start += DAY;
  vi.useFakeTimers({ now: start });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The times of all callbacks that were sent, in milliseconds since the start of the test. */
function times({ batches }: FakeApi): number[] {
  return batches.flatMap(({ callbacks }) => callbacks.map(({ at }) => Date.parse(at) - start));
}

/** As the backend issues it: in whole seconds. */
function issued(by = 0): WidgetSession {
  const issuedAt = Math.floor((Date.now() + by) / 1000) * 1000;
  return aSession({
    issuedAt: new Date(issuedAt).toISOString(),
    expiresAt: new Date(issuedAt + 15 * MINUTE).toISOString(),
  });
}

/** By a backend that takes eight seconds. */
async function issuedSlowly(): Promise<WidgetSession> {
  await pause(3000);
  const made = issued();
  await pause(5000);
  return made;
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

describe('the time of a callback', () => {
  it('is the device’s when that agrees with the session, however long the session takes', async () => {
    const { api, smile } = createRig({ session: issuedSlowly });
    const opened = smile.open();
    await settle(9500);
    await opened;

    smile.report('onAccountConnected', connected);
    await settle();

    expect(times(api)).toEqual([9500]);
  });

  it.each([-3_600_000, 3_600_000])(
    'is the backend’s, to a second, when the device is %i ms off',
    async (off) => {
      const { api, smile } = await openRig({ session: async () => issued(off) });

      smile.report('onAccountConnected', connected);
      await settle();

      const [at = 0] = times(api);
      expect(Math.abs(at - 50 - off)).toBeLessThanOrEqual(1000);
    },
  );

  it('is not moved by sessions that are issued late in a second', async () => {
    vi.setSystemTime(start + 900);
    const { api, smile } = await openRig({ session: async () => issued() });
    smile.report('onAccountConnected', connected);
    await settle(15 * MINUTE);

    smile.report('onAccountRemoved', connected);
    await settle();

    expect(times(api)).toEqual([950, 15 * MINUTE + 950]);
  });

  it('is later than that of every callback before, also of the same millisecond', async () => {
    const { api, smile, create } = await openRig();

    smile.report('onAccountCreated', connected);
    smile.report('onAccountConnected', connected);
    smile.report('onAccountRemoved', connected);
    await settle(0);
    const other = create();
    const opened = other.open();
    vi.setSystemTime(start - 5000);
    await settle(0);
    await opened;
    other.report('onAccountCreated', connected);
    await settle(0);

    expect(times(api)).toEqual([50, 51, 52, 53]);
  });

  it('does not go back when the clock does', async () => {
    const { api, smile } = await openRig();
    smile.report('onAccountConnected', connected);
    await settle(0);

    vi.setSystemTime(start - 10 * MINUTE);
    smile.report('onAccountRemoved', connected);
    await settle(0);

    expect(times(api)).toEqual([50, 51]);
  });
});
