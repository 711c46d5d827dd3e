import { describe, expect, it } from 'vitest';
import * as accounts from '../../../lambdas/handlers/accounts.ts';
import * as archives from '../../../lambdas/handlers/archives.ts';
import * as dataPoints from '../../../lambdas/handlers/data-points.ts';
import * as invites from '../../../lambdas/handlers/invites.ts';
import * as records from '../../../lambdas/handlers/records.ts';
import { registry } from '../../../lambdas/handlers/registry.ts';
import * as tasks from '../../../lambdas/handlers/tasks.ts';
import * as users from '../../../lambdas/handlers/users.ts';
import * as verifications from '../../../lambdas/handlers/verifications.ts';
import * as widget from '../../../lambdas/handlers/widget.ts';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { CALLBACKS } from '../../../lambdas/smile/widget.ts';

/** Every handler, by the name that its file exports it under. */
const exported = new Map<unknown, string>(
  [accounts, archives, dataPoints, invites, records, tasks, users, verifications, widget]
    .flatMap((file) => Object.entries(file))
    .map(([name, entry]) => [entry, name]),
);

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
    expect(exported.get(registry.callbacks[name])).toBe(name);
  });

  it.each(EVENT_TYPES)('registers %s under its own name', (type) => {
    const name = exported.get(registry.handlers[type]);

    expect(name?.toLowerCase()).toBe(type.replaceAll('_', '').toLowerCase());
  });
});
