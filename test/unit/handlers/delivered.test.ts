import { describe, expect, it } from 'vitest';
import { dispatched } from '../../../lambdas/dispatch/dispatch.ts';
import type { Handler, HandlerContext } from '../../../lambdas/dispatch/handler.ts';
import { registry } from '../../../lambdas/handlers/registry.ts';
import type { Envelope } from '../../../lambdas/smile/envelope.ts';
import { EVENT_TYPES, type SmileEvent } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { parsed } from '../smile/wire.ts';
import { recording } from '../telemetry/recording.ts';

/**
 * Events and callbacks whose handlers are no longer as delivered: add those that you edit, such as
 * 'ACCOUNT_CONNECTED', 'onClose' or 'unknownEvent', and write tests of your own for them. Nothing here runs
 * them.
 */
const EDITED: ReadonlySet<string> = new Set([]);

const TYPES = EVENT_TYPES.filter((type) => !EDITED.has(type));
const NAMES = CALLBACKS.filter((name) => !EDITED.has(name));

/** The registry's type has paired each entry with its event. */
const entryOf = (name: (typeof TYPES)[number] | (typeof NAMES)[number]) =>
  ({ ...registry.handlers, ...registry.callbacks })[name] as unknown as Handler<SmileEvent>;

const callback = (type: string) => ({
  id: 'widget:u-1:c-1',
  type,
  createdAt: '2026-01-02T03:04:05Z',
  data: { userId: 'u-1' },
});
const SCREEN = callback('onUIEvent');

/** An event of each type, a callback of each name, and an event of a type that nobody knows. */
const EVENTS: readonly Envelope[] = [
  ...TYPES.map((type) => parsed(type) as Envelope),
  ...NAMES.filter((name) => name !== SCREEN.type).map(callback),
  ...(EDITED.has('unknownEvent') ? [] : [{ ...SCREEN, id: 'et-1', type: 'NEW' }]),
];

const handlerOf = ({ type }: Envelope) =>
  type === 'NEW'
    ? registry.fallback
    : (dispatched(entryOf(type as (typeof TYPES)[number])).handle as Handler<Envelope>);

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

  it.each(EVENTS)('announces its event once, and waits for it: $type', async (event) => {
    const { context, announcements } = contextOf();

    await handlerOf(event)(event, context);

    expect(announcements).toEqual(['begun', 'through']);
  });

  it.each(EVENTS)('fails when its announcement does: $type', async (event) => {
    const refused = new Error('the bus is gone');
    const { context } = contextOf(() => Promise.reject(refused));

    await expect(handlerOf(event)(event, context)).rejects.toBe(refused);
  });

  it.skipIf(EDITED.has('onUIEvent'))('announces no screens of the widget', async () => {
    const { context, announcements } = contextOf();

    await handlerOf(SCREEN)(SCREEN, context);

    expect(announcements).toEqual([]);
  });
});
