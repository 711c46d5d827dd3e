import { type Saying, sayingOf } from './sayings.ts';

/**
 * What the state must be, said once more and in another way: not as steps that merge one event into an
 * item, but as a sentence about a set of events. Written from docs/architecture.md, section State, and of
 * the lambdas it knows nothing, so that both can be held against each other.
 *
 *     of a thing, each fact is the newest that was ever said of it;
 *     facts older than the thing's last end are not there, the status excepted, which may be that end.
 */

/** An event as Smile sent it, and when it was first received. */
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly data: object;
  /** ISO 8601. */
  readonly receivedAt: string;
}

/** A stored item without its version: that counts writes, and says nothing about the thing. */
export type Item = Readonly<Record<string, unknown>>;

interface Fact extends Saying {
  readonly asOf: string;
  readonly eventId: string;
}

/** Five minutes: what a sender's clock may be ahead of ours. */
const AHEAD_MS = 300_000;

/** The items that this set of events leaves, by `pk` and `sk`; order and repetitions say nothing. */
export function stateOf(events: Iterable<Told>): Map<string, Item> {
  const things = Map.groupBy(factsOf(events), ({ thing: [pk, sk] }) => `${pk} ${sk}`);
  return new Map(Array.from(things, ([key, facts]) => [key, itemOf(facts)]));
}

/**
 * How each event must have ended when they were handled one after the other in this order: a later one
 * that is older than what its fact, or the end of its thing, was already, is stale.
 */
export function outcomesOf(inOrder: readonly Told[]): Map<string, 'APPLIED' | 'STALE'> {
  const outcomes = new Map<string, 'APPLIED' | 'STALE'>();
  const seen: Fact[] = [];
  for (const fact of factsOf(inOrder)) {
    const isOlder = seen.some((other) => isAbout(other, fact) && isNewer(other, fact));
    outcomes.set(fact.eventId, isOlder ? 'STALE' : 'APPLIED');
    seen.push(fact);
  }
  return outcomes;
}

/** Whether `other` decides about `fact`: the same fact of the same thing, or the end of that thing. */
function isAbout(other: Fact, fact: Fact): boolean {
  const sameThing = other.thing.join(' ') === fact.thing.join(' ');
  const sameFact = other.section === fact.section && other.name === fact.name;
  return sameThing && (sameFact || other.ends);
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
    ...(end ? { endedBy: { asOf: end.asOf, rank: end.rank, eventId: end.eventId } } : {}),
  };
}

function written(fact: Fact | undefined): object {
  return { ...fact?.value, asOf: fact?.asOf, rank: fact?.rank, eventId: fact?.eventId };
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
    asOf: new Date(
      Math.min(Date.parse(event.createdAt), Date.parse(event.receivedAt) + AHEAD_MS),
    ).toISOString(),
    eventId: event.id,
  }));
}
