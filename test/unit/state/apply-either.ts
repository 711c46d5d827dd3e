import { isCallbackName, parseCallback } from '../../../lambdas/smile/callbacks.ts';
import { callbackEffectOf } from '../../../lambdas/state/effects/callback-effects.ts';
import { type Merged, merge } from '../../../lambdas/state/merge.ts';
import { stampOf } from '../../../lambdas/state/stamp.ts';
import type { StateItem } from '../../../lambdas/state/state-item.ts';
import { apply, type Received } from './apply.ts';

/** Merges a webhook or a callback of the widget into an item, as the worker does. */
export function applyEither(item: StateItem | undefined, received: Received): Merged {
  const { receivedAt, ...envelope } = received;
  const { type } = envelope;
  if (!isCallbackName(type)) return apply(item, received);
  const callback = parseCallback({ ...envelope, type });
  const effect = callbackEffectOf(callback);
  return merge(item, effect, stampOf(callback, effect.rank, receivedAt));
}

/** The item that these leave, in this order. */
export function applyEach(history: readonly Received[]): StateItem | undefined {
  let item: StateItem | undefined;
  for (const received of history) item = applyEither(item, received).item;
  return item;
}
