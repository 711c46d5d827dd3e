import { isCode } from '../smile/code.ts';
import type { Stamp } from './stamp.ts';
import type { StateItem } from './state-item.ts';

/** A fact that an event changed, as a row may hold it: codes and stamps only. */
export interface Change {
  /** `ACCOUNT#a-1/status`, `ACCOUNT#a-1/tasks/SYNC`, `RECORD#r-1/status`: the thing, then the fact. */
  readonly path: string;
  /** Absent: there was none. `eventId` and `asOf` are of the event that said it. */
  readonly from?: ChangedFact;
  /** Absent: the end of the thing took it away. Without a stamp it has that of the event whose row holds it. */
  readonly to?: ChangedFact;
}

/** `value`, `errorCode`, `asOf`, `eventId`, …: what a fact has of them. */
export type ChangedFact = Readonly<Record<string, string>>;

/** An end can take dozens of facts away; a row must stay small. */
export const MAX_CHANGES = 10;

type Facts = Readonly<Record<string, object>>;

/**
 * What a write changed in an item: at most {@link MAX_CHANGES} facts, the status first.
 *
 * @param eventId of the event that was written. What it said has its stamp, which the row need not repeat.
 */
export function changesOf(
  before: StateItem | undefined,
  after: StateItem,
  eventId: string,
): readonly Change[] {
  if (before === after) return [];
  const old = before && factsOf(before);
  const now = factsOf(after);
  const thing = after.pk.startsWith('USER#') ? after.sk : after.pk;
  const paths = [...new Set([...Object.keys(now), ...Object.keys(old ?? {})])];
  return paths
    .filter((path) => now[path] !== old?.[path])
    .slice(0, MAX_CHANGES)
    .map((path) => changeOf(`${thing}/${path}`, old?.[path], now[path], eventId));
}

function changeOf(
  path: string,
  from: object | undefined,
  to: object | undefined,
  eventId: string,
): Change {
  return { path, ...(from && { from: shown(from) }), ...(to && { to: shown(to, eventId) }) };
}

/** A merge keeps the very same object for a fact that it leaves alone. */
function factsOf({ status, endedBy, tasks, dataPoints, widget }: StateItem): Facts {
  const single = Object.entries({ status, endedBy }).filter(([, fact]) => fact !== undefined);
  const named = Object.entries({ tasks, dataPoints, widget }).flatMap(([section, facts = {}]) =>
    Object.entries(facts).map(([name, fact]) => [`${section}/${name}`, fact] as const),
  );
  return Object.fromEntries([...single, ...named]) as Facts;
}

/** The type is that of the event; everything that is not a code stays in the body. */
function shown(fact: object, own?: string): ChangedFact {
  const isOwn = (fact as Partial<Stamp>).eventId === own;
  const codes = Object.entries(fact).filter(
    ([name, value]) =>
      name !== 'type' && isCode(value) && !(isOwn && (name === 'asOf' || name === 'eventId')),
  );
  return Object.fromEntries(codes) as ChangedFact;
}
