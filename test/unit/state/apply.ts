import { parseEvent } from '../../../lambdas/smile/events.ts';
import type { Fact } from '../../../lambdas/state/fact.ts';
import { factOf } from '../../../lambdas/state/facts/facts.ts';
import { type Merged, merge } from '../../../lambdas/state/merge.ts';
import { type Stamp, stampOf } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';

/** An event as it was received: what a merge depends on. */
export interface Received {
  readonly id: string;
  readonly type: string;
  /** Absent when there was none to be read: the event is undated. */
  readonly createdAt?: string | undefined;
  readonly data: object;
  /** When the first delivery came in. */
  readonly receivedAt: string;
}

/** What an event says, and when, as the worker understands it. */
export function saidBy(received: Received): { fact: Fact; stamp: Stamp } {
  const { receivedAt, ...envelope } = received;
  const event = parseEvent(envelope);
  const fact = factOf(event);
  return { fact, stamp: stampOf(event, fact.rank, receivedAt) };
}

/** Merges one received event into an item, as the worker does. */
export function apply(item: StateItem | undefined, received: Received): Merged {
  const { fact, stamp } = saidBy(received);
  return merge(item, fact, stamp);
}

/** The item that these events leave, in this order. */
export function applyAll(events: readonly Received[]): StateItem | undefined {
  let item: StateItem | undefined;
  for (const event of events) item = apply(item, event).item;
  return item;
}
