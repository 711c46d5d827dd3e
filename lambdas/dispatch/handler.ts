import type { WidgetCallback } from '../smile/callbacks.ts';
import type { EventType, SmileEvent, UnknownEvent } from '../smile/events.ts';
import type { CallbackName } from '../smile/widget.ts';
import type { StateItem } from '../state/state-item.ts';
import type { Log } from '../telemetry/log.ts';

/** What a handler is given beside its event. */
export interface HandlerContext {
  /** What is known about the thing, this event included; undefined for an unknown type. */
  readonly state: StateItem | undefined;
  /** Adds the event's ids to every line. Takes scalars only: never log names or amounts. */
  readonly log: Log;
  /** Fires some seconds before the function's time is over: hand it to every outside call. */
  readonly signal: AbortSignal;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Puts the event's ids, status and time on the stage's EventBridge bus; nothing personal. */
  readonly announce: () => Promise<void>;
}

/**
 * Business code for one event type. It runs at least once: use `event.id` as the idempotency key of
 * every call to the outside. Returning means success. Throwing means another attempt, or with
 * `RetryLater` a later one, or with `Permanent` none.
 */
export type Handler<E> = (event: E, context: HandlerContext) => Promise<void>;

/** Business code for one of Smile's event types. */
export type EventHandler<T extends EventType> = Handler<SmileEvent<T>>;

/**
 * Business code for one callback of the widget: a hint out of a browser, never a reason to pay out or to
 * delete. `context.state` holds both sides, what the widget said and what Smile's server did.
 */
export type CallbackHandler<N extends CallbackName> = Handler<WidgetCallback<N>>;

/** A handler, or one that also wants to see events that came too late to change anything. */
export type HandlerEntry<E> =
  | Handler<E>
  | { readonly handle: Handler<E>; readonly whenStale: 'run' };

/** One entry for each of Smile's event types: a type without one does not compile. */
export type Handlers = { readonly [T in EventType]: HandlerEntry<SmileEvent<T>> };

/** One entry for each of the widget's callbacks: one without does not compile. */
export type CallbackHandlers = { readonly [N in CallbackName]: HandlerEntry<WidgetCallback<N>> };

/** The handlers of a receiver. */
export interface HandlerRegistry {
  readonly handlers: Handlers;
  readonly callbacks: CallbackHandlers;
  /** Takes the types that Smile may add at any time. */
  readonly fallback: Handler<UnknownEvent>;
}
