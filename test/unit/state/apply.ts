import { parseEvent } from '../../../lambdas/smile/events.ts';
import { effectOf } from '../../../lambdas/state/effects/effects.ts';
import { type Merged, merge } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';

/** An event as it was received: what a merge depends on. */
export interface Received {
  readonly id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly data: object;
  /** When the first delivery came in. */
  readonly receivedAt: string;
}

/** Merges one received event into an item, as the worker does. */
export function apply(item: StateItem | undefined, received: Received): Merged {
  const { receivedAt, ...envelope } = received;
  const event = parseEvent(envelope);
  const effect = effectOf(event);
  return merge(item, effect, stampOf(event, effect.rank, receivedAt));
}

/** The item that these events leave, in this order. */
export function applyAll(events: readonly Received[]): StateItem | undefined {
  let item: StateItem | undefined;
  for (const event of events) item = apply(item, event).item;
  return item;
}
