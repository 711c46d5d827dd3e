import type { LedgerRow, LedgerStatus } from '../lambdas/ledger/ledger-row.ts';
import { newestFirst } from '../local/inspection/ledger-view.ts';
import type { EventFilter } from './event-filter.ts';
import { eventLooks } from './event-log.ts';
import { findEvents } from './find-events.ts';
import { listEvents } from './list-events.ts';
import { rowsByKey } from './rows.ts';
import type { Stage } from './stage.ts';

/** A row as it was when it was last read, without its body. */
export interface FedRow {
  readonly row: Omit<LedgerRow, 'body'>;
  /** Of the body in the row. */
  readonly bodyBytes: number | undefined;
  /** Grows with every change of any row. */
  readonly revision: number;
  /** When its next attempt begins, if the worker has said so. Epoch milliseconds. */
  readonly againAt: number | undefined;
}

/** The rows of a receiver, kept up to date as cheaply as it can be done. */
export interface EventFeed {
  /** Reads what has changed since the last time. Calls at the same time share one. */
  refresh(): Promise<void>;
  /** Reads what a filter means, and what is not known yet. */
  reach(filter: EventFilter): Promise<void>;
  /** Rows that are known, newest first. */
  rows(): readonly FedRow[];
  /** Rows that have changed after that revision, in the order in which they did. */
  changedAfter(revision: number): readonly FedRow[];
  readonly revision: () => number;
  /** On a stage: since when it knows all that ended. ISO 8601. */
  readonly since: () => string | undefined;
}

const OPEN: readonly LedgerStatus[] = ['DEAD', 'FAILED', 'QUARANTINED', 'STARTED'];
/** Crashes leave no line: the index of what is open shows them. */
const OPEN_EVERY_MS = 30_000;
/** The local run keeps as many lines as a burst writes in about this time. */
const LONGEST_GAP_MS = 60_000;
/** Rows under way that are read at each look; a line of the log tells of the others. */
const WATCHED = 300;
/** The newest, for a page that is open all day on a busy stage; what is not done is kept beside them. */
const MOST_KEPT = 20_000;
/** A line can come before its row, and its row never: that long it is looked for. */
const AWAITED_MS = 5 * 60_000;

/**
 * Begins with what is there: the whole table of the local run; of a stage what is open, and what ended in the last hour.
 * From then on the worker's log names the events that have changed, and their rows are read.
 */
export function createEventFeed(stage: Stage): EventFeed {
  const known = new Map<string, FedRow>();
  const awaited = new Map<string, number>();
  let [look, looked, openLooked, revision] = [eventLooks(stage, Date.now()), 0, 0, 0];
  let since: string | undefined;
  let sorted: readonly FedRow[] | undefined;
  let refreshing: Promise<void> | undefined;

  const learn = (rows: readonly LedgerRow[], again?: ReadonlyMap<string, number>) => {
    for (const { body, ...row } of rows) {
      const before = known.get(row.eventId);
      const isSameAttempt = before?.row.lease === row.lease;
      const againAt = again?.get(row.eventId) ?? (isSameAttempt ? before.againAt : undefined);
      if (before && before.againAt === againAt && isSame(before.row, row)) continue;
      const bodyBytes = body === undefined ? undefined : Buffer.byteLength(body);
      revision += 1;
      known.set(row.eventId, { row, bodyBytes, revision, againAt });
      awaited.delete(row.eventId);
      sorted = undefined;
    }
  };
  const begin = async () => {
    const now = Date.now();
    look = eventLooks(stage, now);
    if (stage.isLocal) learn(await findEvents(stage, {}));
    else {
      const { rows, fromLogSince } = await listEvents(stage, { since });
      learn(rows);
      since = fromLogSince;
    }
  };
  const lookAgain = async () => {
    const now = Date.now();
    const isFirst = looked === 0;
    if (isFirst || (stage.isLocal && now - looked > LONGEST_GAP_MS)) await begin();
    if (!stage.isLocal && now - openLooked > OPEN_EVERY_MS) {
      learn(await findEvents(stage, { statuses: OPEN }));
      openLooked = now;
    }
    const again = new Map<string, number>();
    for await (const { message, at } of look()) {
      const { eventId, seconds } = JSON.parse(message) as { eventId: string; seconds?: number };
      awaited.set(eventId, at);
      if (seconds !== undefined) again.set(eventId, at + seconds * 1000);
    }
    const underWay = [...known.values()]
      .filter(({ row }) => row.status === 'STARTED' || row.status === 'FAILED')
      .slice(-WATCHED)
      .map(({ row }) => row.eventId);
    learn(await rowsByKey(stage, [...awaited.keys(), ...underWay]), again);
    for (const [id, at] of awaited) {
      if (known.has(id) || now - at > AWAITED_MS) awaited.delete(id);
    }
    looked = now;
  };
  return {
    async refresh() {
      refreshing ??= lookAgain().finally(() => {
        refreshing = undefined;
      });
      await refreshing;
    },
    async reach(filter) {
      const { ids, user, since: from } = filter;
      if (ids !== undefined) learn(await rowsByKey(stage, ids));
      else if (user !== undefined) learn(await findEvents(stage, { user }));
      else if (!stage.isLocal && from !== undefined && from < (since ?? '')) {
        learn((await listEvents(stage, { since: from, until: since })).rows);
        since = from;
      }
    },
    rows() {
      sorted ??= keepNewest(known);
      return sorted;
    },
    changedAfter: (after) =>
      [...known.values()]
        .filter((each) => each.revision > after)
        .toSorted((one, other) => one.revision - other.revision),
    revision: () => revision,
    since: () => since,
  };
}

/** All rows, newest first, after the oldest of too many that are done were forgotten. */
function keepNewest(known: Map<string, FedRow>): readonly FedRow[] {
  const rows = [...known.values()].toSorted((one, other) => newestFirst(one.row, other.row));
  if (rows.length <= MOST_KEPT) return rows;
  const isForgotten = ({ row }: FedRow, index: number) =>
    index >= MOST_KEPT && row.status === 'DONE';
  for (const each of rows.filter(isForgotten)) known.delete(each.row.eventId);
  return [...known.values()].toSorted((one, other) => newestFirst(one.row, other.row));
}

/** The lease is new with every attempt, and an operator's action changes nothing else. */
function isSame(one: FedRow['row'], other: FedRow['row']): boolean {
  return (
    one.status === other.status &&
    one.lease === other.lease &&
    one.attempts === other.attempts &&
    one.completedAt === other.completedAt &&
    one.actions?.length === other.actions?.length
  );
}
