import type { WidgetCallback } from '../smile/callbacks.ts';
import { EVENT_TYPES, type EventType, isEventType } from '../smile/events.ts';
import type { SmileEvent, UnknownEvent } from '../smile/events.ts';
import { CALLBACKS, type CallbackName } from '../smile/widget.ts';
import type { Handler, HandlerEntry, HandlerOptions } from './handler.ts';
import { HandlersInvalid } from './handlers-invalid.ts';

/** Types that still lack a handler; the compiler compares it, nothing holds it. */
declare const missing: unique symbol;

/**
 * The handlers of a receiver. A type or callback without one is announced, and nothing else.
 *
 * @typeParam Missing types that still lack a handler though they must have one; see {@link createHandlers}
 */
export interface Handlers<Missing extends EventType = never> {
  readonly [missing]?: Missing;

  /**
   * Registers business code for one of Smile's event types, or for several.
   *
   * @throws HandlersInvalid when a type has a handler already, or is not known
   */
  on<const T extends EventType>(
    types: T | readonly T[],
    handle: Handler<SmileEvent<T>>,
  ): Handlers<Exclude<Missing, T>>;
  on<const T extends EventType>(
    types: T | readonly T[],
    options: HandlerOptions,
    handle: Handler<SmileEvent<T>>,
  ): Handlers<Exclude<Missing, T>>;

  /**
   * Registers business code for callbacks of the widget. They are hints out of a browser, never a reason to
   * pay out or to delete. `context.state` holds both what the widget said and what Smile's server did.
   */
  onCallback<const N extends CallbackName>(
    names: N | readonly N[],
    handle: Handler<WidgetCallback<N>>,
  ): Handlers<Missing>;
  onCallback<const N extends CallbackName>(
    names: N | readonly N[],
    options: HandlerOptions,
    handle: Handler<WidgetCallback<N>>,
  ): Handlers<Missing>;

  /** Registers business code for the types that Smile adds after this version. */
  onUnknown(handle: Handler<UnknownEvent>): Handlers<Missing>;
  onUnknown(options: HandlerOptions, handle: Handler<UnknownEvent>): Handlers<Missing>;
}

/** Where an event comes from decides which handlers may see it. */
export type HandlerKind = 'event' | 'callback';

/** The entries of a receiver's handlers, as the worker looks them up. */
export type FindHandler = (kind: HandlerKind, type: string) => HandlerEntry;

const finders = new WeakMap<Handlers<EventType>, FindHandler>();

/**
 * Begins a receiver's handlers. Chain `.on()`, `.onCallback()` and `.onUnknown()`, and export the result.
 *
 * With `exhaustive: true` the result is accepted as `Handlers` only when every event type has a handler:
 * the compiler names those that lack one.
 */
export function createHandlers(options: { readonly exhaustive: true }): Handlers<EventType>;
export function createHandlers(options?: { readonly exhaustive?: false }): Handlers;
export function createHandlers(_options: { readonly exhaustive?: boolean } = {}): Handlers {
  const entries = new Map<string, HandlerEntry>();

  const register = (
    kind: HandlerKind | 'unknown',
    names: string | readonly string[],
    [first, second]: readonly unknown[],
  ): Handlers => {
    const [options, handle] = typeof first === 'function' ? [{}, first] : [first, second];
    for (const name of [names].flat()) {
      const key = `${kind} ${name}`;
      if (entries.has(key)) throw registeredTwice(name);
      entries.set(key, entryOf(key, handle as Handler<never>, options as HandlerOptions));
    }
    return handlers;
  };

  const handlers = {
    on: (types: string | readonly string[], ...rest: readonly unknown[]) => {
      const unknown = [types].flat().find((type) => !isEventType(type));
      if (unknown !== undefined) throw notKnown(unknown, 'event type', EVENT_TYPES, 'onUnknown');
      return register('event', types, rest);
    },
    onCallback: (names: string | readonly string[], ...rest: readonly unknown[]) => {
      const unknown = [names].flat().find((name) => !CALLBACKS.includes(name as CallbackName));
      if (unknown !== undefined) throw notKnown(unknown, 'callback', CALLBACKS);
      return register('callback', names, rest);
    },
    onUnknown: (...rest: readonly unknown[]) => register('unknown', ANY, rest),
  } as Handlers;

  finders.set(handlers, (kind, type) => {
    const isKnown = kind === 'callback' || isEventType(type);
    const key = isKnown ? `${kind} ${type}` : `unknown ${ANY}`;
    return entries.get(key) ?? entryOf(key, undefined, {});
  });
  return handlers;
}

/** Name of what has no name here. */
const ANY = 'any other type';

/**
 * How the worker finds the handler of an event.
 *
 * @throws HandlersInvalid when `handlers` was not made by {@link createHandlers}
 */
export function finderOf(handlers: Handlers): FindHandler {
  const find = finders.get(handlers);
  if (!find) {
    throw new HandlersInvalid(
      'The handlers file must export what createHandlers() returns: export default createHandlers().on(…).',
    );
  }
  return find;
}

/** A linking shows a dozen screens; they are in the ledger, and few rules want them. */
const SCREENS = 'callback onUIEvent';

function entryOf(
  key: string,
  handle: Handler<never> | undefined,
  { attempts, whenStale, announce }: HandlerOptions,
): HandlerEntry {
  if (attempts !== undefined && !(Number.isInteger(attempts) && attempts >= 1)) {
    throw new HandlersInvalid(
      `attempts of the handler for ${key} must be a whole number from 1 on.`,
    );
  }
  return {
    ...(handle ? { handle } : {}),
    attempts,
    runsWhenStale: whenStale === 'run',
    announces: announce ?? key !== SCREENS,
  };
}

function registeredTwice(name: string): HandlersInvalid {
  return new HandlersInvalid(
    `${name} has two handlers. Keep one of them, and call the other from it.`,
  );
}

function notKnown(
  name: string,
  what: string,
  known: readonly string[],
  otherwise?: string,
): HandlersInvalid {
  const hint =
    otherwise === undefined ? '' : ` Types that this version does not know go to ${otherwise}().`;
  return new HandlersInvalid(
    `${name} is not a known ${what}. Known are ${known.join(', ')}.${hint}`,
  );
}
