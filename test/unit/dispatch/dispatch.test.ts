import { describe, expect, it } from 'vitest';
import { handlerOf } from '../../../lambdas/dispatch/dispatch.ts';
import { registry } from '../../../lambdas/handlers/registry.ts';
import type { Handlers } from '../../../lambdas/dispatch/handler.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { parsed } from '../smile/wire.ts';

const handle = async () => {};

describe('the handler of an event', () => {
  it.each(EVENT_TYPES)('is the one registered for its type: %s', (type) => {
    const found = handlerOf(registry.handlers, parsed(type));

    expect(found).toEqual({ handle: registry.handlers[type], runsWhenStale: false });
  });

  it('may want to see stale events', () => {
    const handlers: Handlers = {
      ...registry.handlers,
      ACCOUNT_FAILED: { handle, whenStale: 'run' },
    };

    const found = handlerOf(handlers, parsed('ACCOUNT_FAILED'));

    expect(found).toEqual({ handle, runsWhenStale: true });
  });
});
