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

type Data = Readonly<Record<string, unknown>>;

/** What a type says: of which thing, which fact, at which place in its life, and what. */
interface Saying {
  readonly thing: readonly [pk: string, sk: string];
  readonly section: 'status' | 'tasks' | 'dataPoints';
  readonly name: string;
  readonly rank: number;
  readonly value: Data;
  readonly ends: boolean;
}

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

function written(fact: Fact | undefined): Data {
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
    ...sayingOf(event.type, event.data as Data),
    asOf: new Date(
      Math.min(Date.parse(event.createdAt), Date.parse(event.receivedAt) + AHEAD_MS),
    ).toISOString(),
    eventId: event.id,
  }));
}

/** Members of `data` that a fact keeps, as they were sent; null and absent are the same. */
function kept(data: Data, ...names: readonly string[]): Data {
  return Object.fromEntries(
    names
      .map((name) => [name, data[name]])
      .filter(([, value]) => (value ?? undefined) !== undefined),
  );
}

const STATUSES: Readonly<Record<string, readonly [value: string, rank: number, ...string[]]>> = {
  USER_CREATED: ['CREATED', 10],
  ACCOUNT_CREATED: ['CREATED', 10, 'providers'],
  ACCOUNT_CONNECTED: ['CONNECTED', 20, 'providers'],
  ACCOUNT_FAILED: ['FAILED', 20, 'providers', 'errorCode'],
  ACCOUNT_DISCONNECTED: ['DISCONNECTED', 90, 'providers'],
  ARCHIVE_STARTED: ['STARTED', 10],
  ARCHIVE_ANALYZED: ['ANALYZED', 20],
  ARCHIVE_FAILED: ['FAILED', 20, 'errorCode'],
  ARCHIVE_REVOKED: ['REVOKED', 90],
  INVITE_INVITED: ['INVITED', 10],
  INVITE_LINKED: ['LINKED', 20],
  VERIFICATION_STARTED: ['STARTED', 10],
  VERIFICATION_COMPLETED: ['COMPLETED', 20, 'resultCode'],
  RECORD_CREATED: ['CREATED', 10, 'recordType'],
  USER_SESSION_COMPLETED: ['COMPLETED', 10, 'channel', 'channelId'],
  USER_SESSION_RESET: ['RESET', 20, 'channel', 'channelId'],
};

/** Smile's name of the data point of each type that tells of a single object, and where its id is. */
const OBJECTS: Readonly<Record<string, readonly [name: string, idIn: string]>> = {
  IDENTITY_ADDED: ['IDENTITIES', 'identityId'],
  RATING_ADDED: ['RATINGS', 'ratingId'],
  INSIGHT_ADDED: ['INSIGHTS', 'id'],
  LINK_ADDED: ['LINK', 'id'],
};

function sayingOf(type: string, data: Data): Saying {
  const said = STATUSES[type];
  if (said) {
    const [value, rank, ...names] = said;
    const source = type.startsWith('USER_SESSION') ? (data.session as Data) : data;
    const content = { value, ...kept(source, ...names) };
    return saying(thingOf(type, data), 'status', '', rank, content, rank === 90);
  }
  if (type === 'RECORD_COMPLETED') {
    const content = { value: data.status ?? 'UNKNOWN', ...kept(data, 'resultCode', 'recordType') };
    return saying(thingOf(type, data), 'status', '', 20, content);
  }
  if (type.includes('TASK_')) return taskSaying(type, data);
  return dataSaying(type, data);
}

function taskSaying(type: string, data: Data): Saying {
  const thing = [
    `USER#${String(data.userId)}`,
    `${String(data.sourceType)}#${String(data.sourceId)}`,
  ];
  const name = type === 'ACCOUNT_SYNC_TASK_FINISHED' ? 'ACCOUNT_SYNC' : String(data.taskType);
  if (type === 'TASK_STARTED') {
    return saying(thing as [string, string], 'tasks', name, 30, { value: 'STARTED' });
  }
  const isKnown = data.status === 'SUCCEEDED' || data.status === 'FAILED';
  const content = {
    value: isKnown ? data.status : 'UNKNOWN',
    ...(type === 'TASK_FINISHED' ? kept(data, 'errorCode') : kept(data, 'monitorStatus')),
    dataPoints: data.datapoints ?? [],
  };
  return saying(thing as [string, string], 'tasks', name, 60, content);
}

function dataSaying(type: string, data: Data): Saying {
  const thing = thingOf('ACCOUNT', data);
  const object = OBJECTS[type];
  if (object) {
    const [name, idIn] = object;
    const id = data[idIn];
    const content = { value: 'ADDED', ...(id === undefined ? {} : { objectId: id }) };
    return saying(thing, 'dataPoints', name, 40, content);
  }
  const [, name = '', what] = /^([A-Z]+)_(ADDED|UPDATED)$/.exec(type) ?? [];
  if (what === 'ADDED') {
    return saying(thing, 'dataPoints', name, 40, { value: what, ...kept(data, 'count') });
  }
  if (what !== 'UPDATED') throw new Error(`The model does not know ${type}: tell it what it says.`);
  const content = kept(data, 'count', 'updatedFrom', 'updatedTo', 'updatedAt');
  return saying(thing, 'dataPoints', name, 50, { value: what, ...content });
}

function saying(
  thing: Saying['thing'],
  section: Saying['section'],
  name: string,
  rank: number,
  value: Data,
  ends = false,
): Saying {
  return { thing, section, name, rank, value, ends };
}

function thingOf(type: string, data: Data): Saying['thing'] {
  const user = `USER#${String(data.userId)}`;
  if (type === 'USER_CREATED') return [user, 'PROFILE'];
  if (type.startsWith('USER_SESSION')) {
    return [`USER#${String((data.session as Data).userId)}`, 'SESSION'];
  }
  const [kind = ''] = type.split('_');
  const id = String(data[`${kind.toLowerCase()}Id`]);
  if (kind === 'RECORD' || kind === 'VERIFICATION') return [`${kind}#${id}`, kind];
  return [user, `${kind}#${id}`];
}
