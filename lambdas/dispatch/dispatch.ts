import type { SmileEvent } from '../smile/events.ts';
import type { Handler, HandlerEntry, Handlers } from './handler.ts';

/** The handler of an event's type, and whether it wants to see stale events. */
export function handlerOf(
  handlers: Handlers,
  event: SmileEvent,
): { readonly handle: Handler<SmileEvent>; readonly runsWhenStale: boolean } {
  const entry = handlers[event.type] as HandlerEntry<SmileEvent>;
  return typeof entry === 'function'
    ? { handle: entry, runsWhenStale: false }
    : { handle: entry.handle, runsWhenStale: entry.whenStale === 'run' };
}
