import { vi } from 'vitest';
import {
  createSmileWidget,
  type SmileWidgetError,
  type SmileWidgetOptions,
  type WidgetSession,
} from '../../../widget/index.ts';
import { createApi } from './fake-api.ts';
import { API, createPage } from './page.ts';

/** Where the fake clock of a test starts. */
export const START = Date.parse('2026-11-25T02:00:00.000Z');

/** A page's session function. */
export type Ask = () => Promise<WidgetSession>;

/** A session as `createWidgetSession` makes it, of now. */
export function aSession(overrides: Partial<WidgetSession> = {}): WidgetSession {
  return {
    token: 'session-1',
    userId: 'u-1',
    issuedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
    ...overrides,
  };
}

/** A widget in a page, with an API, and a session function that gives `session-1`, `session-2`, … */
export function createRig(
  overrides: Partial<SmileWidgetOptions> = {},
  page: ReturnType<typeof createPage> = createPage(),
) {
  const api = createApi();
  const errors: SmileWidgetError[] = [];
  let asked = 0;
  const session = vi.fn<Ask>(async () => {
    asked += 1;
    return aSession({ token: `session-${asked}` });
  });
  const create = (more: Partial<SmileWidgetOptions> = {}) =>
    createSmileWidget({
      api: API,
      session,
      onError: (error) => errors.push(error),
      ...overrides,
      ...more,
    });
  return { page, api, errors, session, create, smile: create() };
}

/** A rig whose widget is open: the modal is what the user sees, and a test fires at its options. */
export async function openRig(...given: Parameters<typeof createRig>) {
  const rig = createRig(...given);
  const opened = rig.smile.open();
  await vi.advanceTimersByTimeAsync(50);
  await opened;
  return rig;
}

export const connected = { accountId: 'a-1', userId: 'u-1', providerId: 'uber_ph' };
export const screen = (eventName: string) => ({ eventName, mode: 'SANDBOX', userId: 'u-1' });

/** Lets what was fired now be sent and answered. */
export async function settle(milliseconds = 300): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}
