import { describe, expect, it } from 'vitest';
import { dispatched } from '../../../lambdas/dispatch/dispatch.ts';
import { registry } from '../../../lambdas/handlers/registry.ts';
import type { Handler } from '../../../lambdas/dispatch/handler.ts';
import type { WidgetCallback } from '../../../lambdas/smile/callbacks.ts';
import { EVENT_TYPES, type SmileEvent } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';

const handle = async () => {};

describe('an entry of the registry', () => {
  it.each(EVENT_TYPES)('is a handler that sees news only, as delivered: %s', (type) => {
    const found = dispatched(registry.handlers[type] as Handler<SmileEvent>);

    expect(found).toEqual({ handle: registry.handlers[type], runsWhenStale: false });
  });

  it.each(CALLBACKS)('is one for callbacks too: %s', (name) => {
    const found = dispatched(registry.callbacks[name] as Handler<WidgetCallback>);

    expect(found).toEqual({ handle: registry.callbacks[name], runsWhenStale: false });
  });

  it('may want to see stale events', () => {
    const found = dispatched({ handle, whenStale: 'run' });

    expect(found).toEqual({ handle, runsWhenStale: true });
  });

  it('sees no stale events for any other word', () => {
    const found = dispatched({ handle, whenStale: 'skip' as 'run' });

    expect(found).toEqual({ handle, runsWhenStale: false });
  });
});
