import { describe, expect, it } from 'vitest';
import { dispatched } from '../../../lambdas/dispatch/dispatch.ts';
import type { Handler, HandlerContext } from '../../../lambdas/dispatch/handler.ts';
import { registry } from '../../../lambdas/handlers/registry.ts';
import { EVENT_TYPES, type SmileEvent } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { parsed } from '../smile/wire.ts';
import { recording } from '../telemetry/recording.ts';

/**
 * Events and callbacks whose handlers are no longer as delivered: add those that you edit, such as
 * 'ACCOUNT_CONNECTED', and write tests of your own for them. Nothing here runs them.
 */
const EDITED: ReadonlySet<string> = new Set([]);

const TYPES = EVENT_TYPES.filter((type) => !EDITED.has(type));
const NAMES = CALLBACKS.filter((name) => !EDITED.has(name));

/** The registry's type has paired each entry with its event. */
const entryOf = (name: (typeof TYPES)[number] | (typeof NAMES)[number]) =>
  ({ ...registry.handlers, ...registry.callbacks })[name] as unknown as Handler<SmileEvent>;

/** A context that keeps when an announcement began and when it was through. */
function contextOf(announce = async () => {}) {
  const announcements: string[] = [];
  const context: HandlerContext = {
    state: undefined,
    log: recording().createLog(),
    signal: new AbortController().signal,
    attempt: 1,
    async announce() {
      announcements.push('begun');
      await announce();
      announcements.push('through');
    },
  };
  return { context, announcements };
}

describe('a delivered handler', () => {
  it.each([...TYPES, ...NAMES])('sees news only: %s', (name) => {
    const found = dispatched(entryOf(name));

    expect(found).toEqual({ handle: entryOf(name), runsWhenStale: false });
  });

  it.each(TYPES)('announces its event once, and waits for it: %s', async (type) => {
    const { context, announcements } = contextOf();
    const event = parsed(type);
    const { handle } = dispatched(entryOf(type));

    await handle(event, context);

    expect(announcements).toEqual(['begun', 'through']);
  });

  it.each(TYPES)('fails when its announcement does: %s', async (type) => {
    const refused = new Error('the bus is gone');
    const { context } = contextOf(() => Promise.reject(refused));
    const event = parsed(type);
    const { handle } = dispatched(entryOf(type));

    await expect(handle(event, context)).rejects.toBe(refused);
  });

  it('is there for unknown types too, and announces them once', async () => {
    const { context, announcements } = contextOf();
    const event = { id: 'et-1', type: 'NEW', createdAt: '2026-01-02T03:04:05Z' };

    await registry.fallback(event, context);

    expect(announcements).toEqual(['begun', 'through']);
  });
});
