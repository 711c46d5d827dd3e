import type { EventType, SmileEvent } from '../../smile/events.ts';
import type { Fact } from '../fact.ts';
import { dataPointFacts } from './data-point-facts.ts';
import { statusFacts } from './status-facts.ts';
import { taskFacts } from './task-facts.ts';

/** What each type says; the compiler refuses a type that says nothing. */
const facts: { [T in EventType]: (event: SmileEvent<T>) => Fact } = {
  ...statusFacts,
  ...taskFacts,
  ...dataPointFacts,
};

/** The fact that an event tells. */
export function factOf(event: SmileEvent): Fact {
  const fact = facts[event.type] as (event: SmileEvent) => Fact;
  return fact(event);
}
