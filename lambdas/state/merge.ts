import type { Fact } from './fact.ts';
import { compareStamps, type Stamp } from './stamp.ts';
import type { StateItem, ThingKey } from './state-item.ts';

/** What an event meant for its item. */
export interface Merged {
  /** The item after the event; the very same object when nothing changed. */
  readonly item: StateItem;
  /** Why the event is not news: the newer event. Absent when it is; the same event again is news. */
  readonly staleBecause?: StaleBecause;
}

/** The newer event that makes another one stale. */
export interface StaleBecause {
  readonly eventId: string;
  /** ISO 8601. */
  readonly asOf: string;
  readonly type: string;
}

/**
 * Merges what an event says into its item. Pure, and the result depends only on the set of events, not
 * on their order or number: each fact is the maximum of its stamps, the end is the maximum of the
 * ends, and facts older than the end are dropped whether they come before it or after.
 *
 * A late end is the one stale event that can change an item: it still takes away what is older than
 * itself, and it is still no news.
 */
export function merge(current: StateItem | undefined, fact: Fact, stamp: Stamp): Merged {
  const item = current ?? emptyItem(fact.thing);
  const known = knownFact(item, fact);
  const overtaken = overtaking(known, stamp);
  const ended = overtaking(item.endedBy, stamp);

  const isKnown = known !== undefined && compareStamps(stamp, known) === 0;
  const told = overtaken || ended || isKnown ? item : withFact(item, fact, stamp);
  const reason = fact.kind === 'statement' ? (overtaken ?? ended) : ended;
  return {
    item: 'ends' in fact ? withEnd(told, stamp) : told,
    ...(reason ? { staleBecause: reason } : {}),
  };
}

function overtaking(known: Stamp | undefined, stamp: Stamp): StaleBecause | undefined {
  if (known === undefined || compareStamps(stamp, known) >= 0) return undefined;
  const { eventId, asOf, type } = known;
  return { eventId, asOf, type };
}

function emptyItem({ pk, sk }: ThingKey): StateItem {
  return { pk, sk, version: 0 };
}

function knownFact(item: StateItem, fact: Fact): Stamp | undefined {
  return fact.section === 'status' ? item.status : item[fact.section]?.[fact.name];
}

function withFact(item: StateItem, fact: Fact, stamp: Stamp): StateItem {
  if (fact.section === 'status') return { ...item, status: { ...fact.value, ...stamp } };
  const facts = { ...item[fact.section], [fact.name]: { ...fact.value, ...stamp } };
  return { ...item, [fact.section]: facts };
}

/** The status needs no look: an end is itself a status, so the one that stands is never older. */
function withEnd(item: StateItem, end: Stamp): StateItem {
  if (item.endedBy !== undefined && compareStamps(end, item.endedBy) <= 0) return item;
  const { tasks, dataPoints, widget, ...rest } = item;
  return {
    ...rest,
    ...since(end, { tasks, dataPoints, widget }),
    endedBy: end,
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
  const standing = Object.entries(facts).filter(([, fact]) => compareStamps(fact, end) > 0);
  return Object.fromEntries(standing);
}
