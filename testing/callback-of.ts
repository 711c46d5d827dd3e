import { randomUUID } from 'node:crypto';
import { callbackKey } from '../lambdas/message/event-key.ts';
import {
  type CallbackData,
  parseCallback,
  type WidgetCallback,
} from '../lambdas/smile/callbacks.ts';
import type { CallbackName } from '../lambdas/smile/widget.ts';
import { callbackDataBuilders } from './builders/callback-data.ts';
import { overlay } from './builders/overlay.ts';
import type { Overrides } from './overrides.ts';

/** What shall differ from the callback that {@link callbackOf} makes by itself. */
export interface CallbackOverrides<N extends CallbackName> {
  /** The id that the page made. Default: a fresh one. `event.id` is `widget:<userId>:<this id>`. */
  readonly id?: string;
  /** ISO 8601 with milliseconds. Default: now. */
  readonly createdAt?: string;
  /** Laid over the callback's own data, field by field. Lists are replaced, and `undefined` removes a field. */
  readonly data?: Overrides<CallbackData<N>>;
}

/**
 * A callback of the widget as its handler gets it, with invented content and fresh ids:
 *
 * ```ts
 * const callback = callbackOf('onClose', { data: { reason: 'error' } });
 * ```
 *
 * @throws EventSchemaError when the overrides take away the user
 */
export function callbackOf<const N extends CallbackName>(
  name: N,
  { id = randomUUID(), createdAt = new Date().toISOString(), data }: CallbackOverrides<N> = {},
): WidgetCallback<N> {
  const all = overlay(callbackDataBuilders[name](), data ?? {});
  const key = callbackKey(String(all.userId), id);
  const envelope = { id: key, version: 1, type: name, createdAt, data: all };
  return parseCallback(envelope) as WidgetCallback<N>;
}
