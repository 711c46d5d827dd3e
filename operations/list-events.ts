import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { instantOf } from '../lambdas/smile/envelope.ts';
import { newestFirst } from '../local/inspection/ledger-view.ts';
import { type EventFilter, isMeant } from './event-filter.ts';
import { eventLog } from './event-log.ts';
import { FilterTooWide, findEvents } from './find-events.ts';
import { rowsByKey } from './rows.ts';
import type { Stage } from './stage.ts';

/** Rows, newest first, and where they were looked for. */
export interface Listed {
  readonly rows: readonly LedgerRow[];
  /** Set when the worker's log named them: since when it was read. ISO 8601. */
  readonly fromLogSince?: string;
}

const AN_HOUR_MS = 60 * 60 * 1000;

/**
 * Events that a filter means, to look at. What the tables cannot answer is looked up in the worker's log, which has a
 * line of every event that ended: those of the last hour, unless the filter names a time. A log may be late or
 * incomplete: nothing is repaired by such a list.
 */
export async function listEvents(stage: Stage, filter: EventFilter): Promise<Listed> {
  try {
    return { rows: await findEvents(stage, filter) };
  } catch (error) {
    if (!(error instanceof FilterTooWide)) throw error;
    const { since = new Date(Date.now() - AN_HOUR_MS).toISOString(), until } = filter;
    const end = until === undefined ? Date.now() : instantOf(until) + AN_HOUR_MS;
    const ids = new Set<string>();
    for await (const { message = '' } of eventLog(stage, instantOf(since), end)) {
      const id = endedIn(message);
      if (id !== undefined) ids.add(id);
    }
    const rows = await rowsByKey(stage, [...ids]);
    const meant = rows.filter((row) => isMeant(row, { ...filter, since }));
    return { rows: meant.toSorted(newestFirst), fromLogSince: since };
  }
}

/** The event that a line says the end of. */
function endedIn(line: string): string | undefined {
  const { eventId, outcome } = JSON.parse(line) as { eventId?: string; outcome?: string };
  return outcome === undefined ? undefined : eventId;
}
