import type { Handler, HandlerEntry } from './handler.ts';

/** A handler, and whether it wants to see stale events. */
export interface Dispatched<E> {
  readonly handle: Handler<E>;
  readonly runsWhenStale: boolean;
}

/** The handler behind an entry of the registry. */
export function dispatched<E>(entry: HandlerEntry<E>): Dispatched<E> {
  return typeof entry === 'function'
    ? { handle: entry, runsWhenStale: false }
    : { handle: entry.handle, runsWhenStale: entry.whenStale === 'run' };
}
