import type { Effect } from './effect.ts';
import { compareStamps, type Stamp } from './stamp.ts';
import type { StateItem, ThingKey } from './state-item.ts';

/** What an event meant for its item. */
export interface Merged {
  /** The item after the event; the very same object when nothing changed. */
  readonly item: StateItem;
  /** True unless something newer was known already. The same event again counts as news. */
  readonly news: boolean;
}

/**
 * Merges what an event says into its item. Pure, and the result depends only on the set of events, not
 * on their order or number: each fact is the maximum of its stamps, the end is the maximum of the
 * ends, and facts older than the end are dropped whether they come before it or after.
 *
 * A late end is the one stale event that can change an item: it still takes away what is older than
 * itself, and it is still no news.
 */
export function merge(current: StateItem | undefined, effect: Effect, stamp: Stamp): Merged {
  const item = current ?? emptyItem(effect.thing);
  const known = knownFact(item, effect);
  const order = known ? compareStamps(stamp, known) : 1;
  const ended = item.endedBy !== undefined && compareStamps(stamp, item.endedBy) < 0;

  const isNewer = order > 0 && !ended;
  const told = isNewer ? withFact(item, effect, stamp) : item;
  return {
    item: 'ends' in effect ? withEnd(told, stamp) : told,
    news: isNewer || order === 0,
  };
}

function emptyItem({ pk, sk }: ThingKey): StateItem {
  return { pk, sk, version: 0 };
}

function knownFact(item: StateItem, effect: Effect): Stamp | undefined {
  return effect.fact === 'status' ? item.status : item[effect.fact]?.[effect.name];
}

function withFact(item: StateItem, effect: Effect, stamp: Stamp): StateItem {
  if (effect.fact === 'status') return { ...item, status: { ...effect.value, ...stamp } };
  const facts = { ...item[effect.fact], [effect.name]: { ...effect.value, ...stamp } };
  return { ...item, [effect.fact]: facts };
}

/** The status needs no look: an end is itself a status, so the one that stands is never older. */
function withEnd(item: StateItem, end: Stamp): StateItem {
  if (item.endedBy !== undefined && compareStamps(end, item.endedBy) <= 0) return item;
  const { tasks, dataPoints, widget, ...rest } = item;
  return {
    ...rest,
    ...since(end, { tasks, dataPoints, widget }),
    endedBy: { asOf: end.asOf, rank: end.rank, eventId: end.eventId },
  };
}

type Facts = Readonly<Record<string, Stamp>>;

/** The facts newer than the end; no empty section, as if the dropped ones had never come. */
function since(
  end: Stamp,
  sections: Readonly<Record<'tasks' | 'dataPoints' | 'widget', Facts | undefined>>,
): Partial<StateItem> {
  return Object.fromEntries(
    Object.entries(sections)
      .map(([section, facts]) => [section, newerThan(end, facts ?? {})] as const)
      .filter(([, facts]) => Object.keys(facts).length > 0),
  );
}

function newerThan(end: Stamp, facts: Facts) {
  const newer = Object.entries(facts).filter(([, fact]) => compareStamps(fact, end) > 0);
  return Object.fromEntries(newer);
}
