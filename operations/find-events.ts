import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { LedgerRow, LedgerStatus } from '../lambdas/ledger/ledger-row.ts';
import { newestFirst, rowsOf } from '../local/inspection/ledger-view.ts';
import { type EventFilter, isMeant, subjectOfUser } from './event-filter.ts';
import { rowsByKey } from './rows.ts';
import type { Stage } from './stage.ts';

/** A stage would have to read its whole table for the answer. */
export class FilterTooWide extends Error {
  override readonly name = 'FilterTooWide';
  readonly code = 'filter-too-wide';
}

/** Statuses of events that are not done. The index `open` has those, from their second attempt on. */
const OPEN: ReadonlySet<LedgerStatus> = new Set(['DEAD', 'FAILED', 'QUARANTINED', 'STARTED']);

/**
 * Ledger rows that a filter means, newest first. By ids, by user, or by a status of events that are not done. All
 * other questions would read a whole table, which only the local run does.
 *
 * @throws FilterTooWide
 */
export async function findEvents(stage: Stage, filter: EventFilter): Promise<readonly LedgerRow[]> {
  const rows = await candidates(stage, filter);
  return rows.filter((row) => isMeant(row, filter)).toSorted(newestFirst);
}

async function candidates(stage: Stage, filter: EventFilter): Promise<readonly LedgerRow[]> {
  const { ids, user, statuses = [] } = filter;
  if (ids !== undefined) return await rowsByKey(stage, ids);
  if (user !== undefined) {
    const keys = await keysIn(stage, 'bySubject', 'subject', subjectOfUser(user));
    return await rowsByKey(stage, keys);
  }
  if (statuses.length > 0 && statuses.every((status) => OPEN.has(status))) {
    const keys = await Promise.all(statuses.map((status) => keysIn(stage, 'open', 'open', status)));
    return await rowsByKey(stage, keys.flat());
  }
  if (stage.allRows) return await stage.allRows();
  throw new FilterTooWide(
    'A stage finds events by --id, by --user, or by --status dead, failed, quarantined or started. smile events lists the others from the log: give their ids, or --user.',
  );
}

/** Keys of the table's items in an index, which holds little more. */
async function keysIn(
  { dynamodb, names }: Stage,
  index: string,
  attribute: string,
  value: string,
): Promise<readonly string[]> {
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: names.ledger,
      IndexName: index,
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': attribute },
      ExpressionAttributeValues: { ':value': { S: value } },
    },
  );
  return (await rowsOf<LedgerRow>(pages)).map(({ eventId }) => eventId);
}
