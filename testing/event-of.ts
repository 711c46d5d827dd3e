import type { Envelope } from '../lambdas/smile/envelope.ts';
import {
  type EventData,
  type EventType,
  parseEvent,
  type SmileEvent,
} from '../lambdas/smile/events.ts';
import { buildEvent } from './builders/build-event.ts';
import { overlay } from './builders/overlay.ts';
import type { Overrides } from './overrides.ts';

/** What shall differ from the event that {@link eventOf} makes by itself. */
export interface EventOverrides<T extends EventType> {
  /** Default: a fresh id. A handler uses it as its idempotency key. */
  readonly id?: string;
  /** ISO 8601. Default: now. `undefined` leaves it out, as if Smile had written none that can be read. */
  readonly createdAt?: string | undefined;
  /** Default: 1. */
  readonly version?: number | undefined;
  /** Laid over the event's own data, field by field. Lists are replaced, and `undefined` removes a field. */
  readonly data?: Overrides<EventData<T>>;
}

/**
 * An event of this type as its handler gets it, with invented content and fresh ids:
 *
 * ```ts
 * const event = eventOf('TASK_FINISHED', { data: { userId: 'u-1', status: 'FAILED' } });
 * ```
 *
 * @throws EventSchemaError when the overrides take away an id that the event is about
 */
export function eventOf<const T extends EventType>(
  type: T,
  overrides: EventOverrides<T> = {},
): SmileEvent<T> {
  const event = overlay(buildEvent(type), overrides);
  return parseEvent(event as unknown as Envelope) as SmileEvent<T>;
}
