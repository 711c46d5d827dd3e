import type { EventType, SmileEvent } from '../../smile/events.ts';
import type { Effect } from '../fact.ts';
import { dataPointEffects } from './data-point-facts.ts';
import { statusEffects } from './status-facts.ts';
import { taskEffects } from './task-facts.ts';

/** What each type says; the compiler refuses a type that says nothing. */
const effects: { [T in EventType]: (event: SmileEvent<T>) => Effect } = {
  ...statusEffects,
  ...taskEffects,
  ...dataPointEffects,
};

/** The fact that an event tells. */
export function effectOf(event: SmileEvent): Effect {
  const effect = effects[event.type] as (event: SmileEvent) => Effect;
  return effect(event);
}
