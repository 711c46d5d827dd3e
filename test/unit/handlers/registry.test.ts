import { describe, expect, it } from 'vitest';
import { handlerNames } from '../../../docs/generator/handler-names.ts';
import { registry } from '../../../lambdas/handlers/registry.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';

const names = await handlerNames();

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
    expect(names.get(name)?.exported).toBe(name);
  });

  it.each(EVENT_TYPES)('registers %s under its own name', (type) => {
    const name = names.get(type)?.exported;

    expect(name?.toLowerCase()).toBe(type.replaceAll('_', '').toLowerCase());
  });
});
