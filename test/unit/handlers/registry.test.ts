import { describe, expect, it } from 'vitest';
import { dispatched } from '../../../lambdas/dispatch/dispatch.ts';
import type { Handler, HandlerContext } from '../../../lambdas/dispatch/handler.ts';
import { registry } from '../../../lambdas/handlers/registry.ts';
import { EVENT_TYPES, type EventType, type SmileEvent } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';
import { parsed } from '../smile/wire.ts';
import { recording } from '../telemetry/recording.ts';

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

/** The registry's type has paired each entry with its event. */
const handlerOf = (type: EventType) => dispatched(registry.handlers[type] as Handler<SmileEvent>);

describe('the registry', () => {
  it('has a handler for each of the event types and for nothing else', () => {
    const types = Object.keys(registry.handlers);

    expect(types.toSorted()).toEqual([...EVENT_TYPES].toSorted());
    expect(types).toHaveLength(37);
  });

  it('has a handler for each callback of the widget and for nothing else', () => {
    expect(Object.keys(registry.callbacks)).toEqual([...CALLBACKS]);
  });

  it('has a function of its own for every type, so that editing one changes one', () => {
    const { handlers, callbacks, fallback } = registry;
    const all = [...Object.values(handlers), ...Object.values(callbacks), fallback];

    expect(new Set(all).size).toBe(37 + 9 + 1);
  });

  it.each(CALLBACKS)('registers %s under its own name', (name) => {
    expect(registry.callbacks[name]).toHaveProperty('name', name);
  });

  it.each(EVENT_TYPES)('registers %s under its own name', (type) => {
    const { handle } = handlerOf(type);

    expect(handle.name.toLowerCase()).toBe(type.replaceAll('_', '').toLowerCase());
  });
});

describe('a delivered handler', () => {
  it.each(EVENT_TYPES)('announces its event once, and waits for it: %s', async (type) => {
    const { context, announcements } = contextOf();
    const event = parsed(type);
    const { handle } = handlerOf(type);

    await handle(event, context);

    expect(announcements).toEqual(['begun', 'through']);
  });

  it.each(EVENT_TYPES)('fails when its announcement does: %s', async (type) => {
    const refused = new Error('the bus is gone');
    const { context } = contextOf(() => Promise.reject(refused));
    const event = parsed(type);
    const { handle } = handlerOf(type);

    await expect(handle(event, context)).rejects.toBe(refused);
  });

  it('is there for unknown types too, and announces them once', async () => {
    const { context, announcements } = contextOf();
    const event = { id: 'et-1', type: 'NEW', createdAt: '2026-01-02T03:04:05Z' };

    await registry.fallback(event, context);

    expect(announcements).toEqual(['begun', 'through']);
  });
});
