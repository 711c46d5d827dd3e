import type { EventType } from '../../lambdas/smile/events.ts';
import { dataBuilders } from './data-builders.ts';
import { dateTime } from './dates.ts';
import { newId } from './ids.ts';
import { type DeepPartial, overlay } from './overlay.ts';

/** `data` as Smile sends it: nulls included, nothing evened out yet. */
export type WireData<T extends EventType> = ReturnType<(typeof dataBuilders)[T]>;

/** An event as Smile sends it, ready for `JSON.stringify`. */
export interface SmileWireEvent<T extends EventType = EventType> {
  id: string;
  version: number;
  type: T;
  createdAt: string;
  data: WireData<T>;
  [field: string]: unknown;
}

/**
 * What shall differ from the default. Fields are merged into the event at any depth, lists are
 * replaced, `undefined` removes a field. Other fields than Smile's are allowed, as are wrong values:
 * trying them out is what this is for.
 */
export interface EventOverrides<T extends EventType = EventType> {
  readonly id?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly version?: unknown;
  readonly data?: DeepPartial<WireData<T>> | Readonly<Record<string, unknown>> | undefined;
  readonly [field: string]: unknown;
}

/**
 * A valid event of this type with invented content and fresh ids, created now. Its type describes it
 * without overrides.
 */
export function buildEvent<T extends EventType>(
  type: T,
  overrides: EventOverrides<T> = {},
): SmileWireEvent<T> {
  const event = {
    id: newId('et'),
    version: 1,
    type,
    createdAt: dateTime(),
    data: dataBuilders[type](),
  };
  return overlay(event, overrides) as SmileWireEvent<T>;
}
