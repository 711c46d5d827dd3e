import { type Saying, sayingOf } from './sayings.ts';

/**
 * What the state must be, said once more and in another way: not as steps that merge one event into an
 * item, but as a sentence about a set of events. Written from docs/architecture.md, section State, and of
 * the lambdas it knows nothing, so that both can be held against each other.
 *
 *     of a thing, each fact is the newest that was ever said of it;
 *     facts older than the thing's last end are not there, the status excepted, which may be that end;
 *     what has no time is older than anything that has one.
 */

/** An event as Smile sent it, and when it was first received. */
export interface Told {
  readonly id: string;
  readonly type: string;
  /** Absent: it has none that can be read. */
  readonly createdAt?: string | undefined;
  readonly data: object;
  /** ISO 8601. */
  readonly receivedAt: string;
}

/** A stored item without its version: that counts writes, and says nothing about the thing. */
export type Item = Readonly<Record<string, unknown>>;

interface Fact extends Saying {
  readonly asOf: string;
  readonly eventId: string;
  readonly type: string;
}

/** Five minutes: what a sender's clock may be ahead of ours. */
const AHEAD_MS = 300_000;

const WITHOUT_TIME = '0000-01-01T00:00:00.000Z';

/** The items that this set of events leaves, by `pk` and `sk`; order and repetitions say nothing. */
export function stateOf(events: Iterable<Told>): Map<string, Item> {
  const facts = factsOf(events);
  const things = Map.groupBy(facts, ({ thing }) => thing.join(' '));
  const references = facts.flatMap(({ reference }) => (reference ? [reference] : []));
  return new Map([
    ...references.map(([pk, sk]) => [`${pk} ${sk}`, { pk, sk }] as const),
    ...Array.from(things, ([key, said]) => [key, itemOf(said)] as const),
  ]);
}

/** How each event must have ended when they were handled one after the other in this order. */
export function outcomesOf(inOrder: readonly Told[]): Map<string, 'APPLIED' | 'STALE'> {
  const newer = newerOf(inOrder);
  return new Map(inOrder.map(({ id }) => [id, newer.has(id) ? 'STALE' : 'APPLIED']));
}

/**
 * The stale ones of these events, handled one after the other in this order, and the id of the newer event
 * that each must be stale because of: the newest one before it that decides about it.
 */
export function newerOf(inOrder: readonly Told[]): Map<string, string> {
  const newer = new Map<string, string>();
  const seen: Fact[] = [];
  for (const fact of factsOf(inOrder)) {
    const decisive = newest(seen.filter((other) => isAbout(other, fact)));
    if (decisive && isNewer(decisive, fact)) newer.set(fact.eventId, decisive.eventId);
    seen.push(fact);
  }
  return newer;
}

/**
 * Whether `other` decides about `fact`: the end of its thing does, and for a statement the same fact of the
 * same thing. That something happened is not made untrue by its happening again.
 */
function isAbout(other: Fact, fact: Fact): boolean {
  const sameThing = other.thing.join(' ') === fact.thing.join(' ');
  const sameFact = other.section === fact.section && other.name === fact.name;
  return sameThing && ((sameFact && !fact.happened) || other.ends);
}

function itemOf(facts: readonly Fact[]): Item {
  const [pk, sk] = facts[0]?.thing ?? [];
  const end = newest(facts.filter(({ ends }) => ends));
  const standing = facts.filter((fact) => fact === end || !end || isNewer(fact, end));
  const status = newest(standing.filter(({ section }) => section === 'status'));
  const sections = (['tasks', 'dataPoints'] as const).flatMap((section) => {
    const byName = Map.groupBy(
      standing.filter((fact) => fact.section === section),
      ({ name }) => name,
    );
    const latest = Array.from(byName, ([name, said]) => [name, written(newest(said))] as const);
    return latest.length === 0 ? [] : [[section, Object.fromEntries(latest)] as const];
  });
  return {
    pk,
    sk,
    ...(status ? { status: written(status) } : {}),
    ...Object.fromEntries(sections),
    ...(end ? { endedBy: stampOf(end) } : {}),
  };
}

function written(fact: Fact | undefined): object {
  return fact ? { ...fact.value, ...stampOf(fact) } : {};
}

function stampOf({ asOf, rank, eventId, type }: Fact): object {
  return { asOf, rank, eventId, type };
}

function newest(facts: readonly Fact[]): Fact | undefined {
  return facts.reduce<Fact | undefined>(
    (best, fact) => (best === undefined || isNewer(fact, best) ? fact : best),
    undefined,
  );
}

function isNewer(one: Fact, other: Fact): boolean {
  if (one.asOf !== other.asOf) return one.asOf > other.asOf;
  return one.rank === other.rank ? one.eventId > other.eventId : one.rank > other.rank;
}

function factsOf(events: Iterable<Told>): Fact[] {
  return Array.from(events, (event) => ({
    ...sayingOf(event.type, event.data),
    asOf: timeOf(event),
    eventId: event.id,
    type: event.type,
  }));
}

function timeOf({ createdAt, receivedAt }: Told): string {
  if (createdAt === undefined) return WITHOUT_TIME;
  const latest = Date.parse(receivedAt) + AHEAD_MS;
  return new Date(Math.min(Date.parse(createdAt), latest)).toISOString();
}
