import { EVENT_TYPES, type EventType, parseEvent } from '../../lambdas/smile/events.ts';
import { factOf } from '../../lambdas/state/facts/facts.ts';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { isTerminal, tableOf } from '../output/table.ts';

/** Prints the event types, one line each: what an event is about, and what it says of it. */
export function listTypes({ json }: { readonly json?: true }): void {
  const sayings = EVENT_TYPES.map(sayingOf);
  if (json) {
    for (const saying of sayings) process.stdout.write(`${JSON.stringify(saying)}\n`);
    return;
  }
  const rows = sayings.map(({ type, about, says }) => [type, about, says]);
  process.stdout.write(tableOf(['TYPE', 'ABOUT', 'SAYS'], rows, isTerminal()));
}

function sayingOf(type: EventType) {
  const fact = factOf(parseEvent(buildEvent(type)));
  const name = 'name' in fact ? `${fact.section}.${fact.name}` : fact.section;
  const value = 'value' in fact.value ? ` = ${fact.value.value}` : '';
  const ends = 'ends' in fact && fact.ends ? ', ends it' : '';
  const [about = ''] = fact.thing.sk.toLowerCase().split('#');
  return { type, about, says: `${name}${value}${ends}` };
}
