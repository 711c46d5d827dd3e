import type { EventFeed, FedRow } from '../../operations/event-feed.ts';
import type { Changes, Counts, Listing } from '../contract.ts';
import type { Query } from './query.ts';
import { rowView } from './row-view.ts';

const PAGE = 200;
/** More at a time than a page can follow: it is told how many, and asks for the list again. */
const MOST_CHANGES = 500;

/** Rows that a query means, newest first: a page of them, behind the event `before`. */
export function listingOf(feed: EventFeed, query: Query, parameters: URLSearchParams): Listing {
  const meant = feed.rows().filter(query.isMeant);
  const before = parameters.get('before');
  const from = before === null ? 0 : meant.findIndex(({ row }) => row.eventId === before) + 1;
  const limit = Math.min(Number(parameters.get('limit')) || PAGE, 2000);
  return {
    rows: meant.slice(from, from + limit).map(rowView),
    ...numbersOf(feed, query, meant.length),
  };
}

/** Rows that have changed after a revision: those that are meant, and those that no longer are. */
export function changesOf(feed: EventFeed, query: Query, after: number): Changes {
  const changed = feed.changedAfter(after);
  const numbers = numbersOf(feed, query, feed.rows().filter(query.isMeant).length);
  return {
    rows: changed
      .slice(-MOST_CHANGES)
      .map((each) => Object.assign(rowView(each), { isMeant: query.isMeant(each) })),
    ...numbers,
  };
}

function numbersOf(feed: EventFeed, query: Query, total: number): Omit<Listing, 'rows'> {
  return {
    counts: countsOf(feed.rows().filter(query.isMeantApartFromStatus)),
    total,
    unfiltered: feed.rows().length,
    revision: feed.revision(),
    since: feed.since(),
  };
}

function countsOf(rows: readonly FedRow[]): Counts {
  const counts = { all: rows.length, failed: 0, dead: 0, quarantined: 0, stale: 0 };
  for (const { row } of rows) {
    if (row.status === 'FAILED') counts.failed += 1;
    else if (row.status === 'DEAD') counts.dead += 1;
    else if (row.status === 'QUARANTINED') counts.quarantined += 1;
    else if (row.outcome === 'STALE') counts.stale += 1;
  }
  return counts;
}
