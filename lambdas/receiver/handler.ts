import type { StaleBecause } from '../state/merge.ts';
import type { StateItem } from '../state/state-item.ts';
import type { Log } from '../telemetry/log.ts';

/** What a handler is given beside its event. */
export interface HandlerContext {
  /** What is known about the thing, this event included; undefined for an unknown type. */
  readonly state: StateItem | undefined;
  /** The newer event, for a handler that also runs for stale events; undefined when this one is news. */
  readonly staleBecause: StaleBecause | undefined;
  /** Adds the event's ids to every line. Takes scalars only: never log names or amounts. */
  readonly log: Log;
  /** Fires some seconds before the function's time is over: hand it to every outside call. */
  readonly signal: AbortSignal;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/**
 * Business code for one event type. It runs at least once: use `event.id` as the idempotency key of
 * every call to the outside. Returning means success, and the event is announced. Throwing means a retry,
 * with `RetryAfterError` a later one, and with `NonRetriableError` none.
 */
export type Handler<E> = (event: E, context: HandlerContext) => Promise<void> | void;

/** What may be said about a handler beside its code. */
export interface HandlerOptions {
  /** Attempts that may fail, the first one included, in place of the receiver's own number. */
  readonly attempts?: number;
  /** `run`: the handler also sees events that came too late to change anything. */
  readonly whenStale?: 'skip' | 'run';
  /** `false`: nothing is put on the event bus. */
  readonly announce?: boolean;
}

/** A handler with everything decided; without `handle` the event is only announced. */
export interface HandlerEntry {
  readonly handle?: Handler<never>;
  readonly attempts: number | undefined;
  readonly runsWhenStale: boolean;
  readonly announces: boolean;
}
