import type * as z from 'zod/mini';
import type { Envelope } from './envelope.ts';
import { parseData } from './parse-data.ts';
import { callbackSchemas } from './schemas/callback.ts';
import type { CallbackName } from './widget.ts';

/** What arrives as `data` of a callback. */
export type CallbackData<N extends CallbackName> = z.output<(typeof callbackSchemas)[N]>;

interface CallbackOf<N extends CallbackName> {
  /** `widget:<userId>:<id that the page made>`: the same in every delivery. */
  readonly id: string;
  readonly type: N;
  /** When it fired, by the page's clock as its session set it: ISO 8601 with milliseconds. */
  readonly createdAt: string;
  readonly data: CallbackData<N>;
  readonly [field: string]: unknown;
}

/**
 * A callback of the widget that a page has relayed. A hint: it came from a browser, whose user can make
 * it up. Without `N` the union of all, to be told apart by `type`.
 */
export type WidgetCallback<N extends CallbackName = CallbackName> = { [K in N]: CallbackOf<K> }[N];

/** Whether a callback has this name. */
export function isCallbackName(name: string): name is CallbackName {
  return Object.hasOwn(callbackSchemas, name);
}

/**
 * Reads `data` of a callback. Throws `EventSchemaError` naming the fields that are missing or wrong.
 */
export function parseCallbackData<N extends CallbackName>(name: N, data: unknown): CallbackData<N> {
  return parseData(callbackSchemas[name], name, data) as CallbackData<N>;
}

/** Reads a callback whose name `isCallbackName` knows. Throws `EventSchemaError`. */
export function parseCallback(
  envelope: Envelope & { readonly type: CallbackName },
): WidgetCallback {
  return { ...envelope, data: parseCallbackData(envelope.type, envelope.data) } as WidgetCallback;
}
