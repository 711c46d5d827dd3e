import { finderOf, type Handlers } from './create-handlers.ts';
import { EVENT_TYPES } from '../smile/events.ts';
import { CALLBACKS } from '../smile/widget.ts';

/** Stands for every type that this version does not know. */
const UNKNOWN_TYPE = '';

/**
 * The largest number of attempts that a handler asks for, so that alarms wait for it; undefined when none does.
 *
 * @throws HandlersInvalid when `handlers` was not made by `createHandlers()`
 */
export function largestAttempts(handlers: Handlers): number | undefined {
  const find = finderOf(handlers);
  const entries = [
    ...[...EVENT_TYPES, UNKNOWN_TYPE].map((type) => find('event', type)),
    ...CALLBACKS.map((name) => find('callback', name)),
  ];
  const asked = entries.flatMap(({ attempts }) => attempts ?? []);
  return asked.length === 0 ? undefined : Math.max(...asked);
}
