import { isCallbackName, parseCallback } from '../../../lambdas/smile/callbacks.ts';
import type { Fact } from '../../../lambdas/state/fact.ts';
import { callbackFactOf } from '../../../lambdas/state/facts/callback-facts.ts';
import { type Merged, merge } from '../../../lambdas/state/merge.ts';
import { type Stamp, stampOf } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { type Received, saidBy } from './apply.ts';

/** What a webhook or a callback of the widget says, and when, as the worker understands it. */
export function saidByEither(received: Received): { fact: Fact; stamp: Stamp } {
  const { receivedAt, ...envelope } = received;
  const { type } = envelope;
  if (!isCallbackName(type)) return saidBy(received);
  const callback = parseCallback({ ...envelope, type });
  const fact = callbackFactOf(callback);
  return { fact, stamp: stampOf(callback, fact.rank, receivedAt) };
}

/** Merges a webhook or a callback of the widget into an item, as the worker does. */
export function applyEither(item: StateItem | undefined, received: Received): Merged {
  const { fact, stamp } = saidByEither(received);
  return merge(item, fact, stamp);
}

/** The item that these leave, in this order. */
export function applyEach(history: readonly Received[]): StateItem | undefined {
  let item: StateItem | undefined;
  for (const received of history) item = applyEither(item, received).item;
  return item;
}
