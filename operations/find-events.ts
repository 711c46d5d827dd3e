import {
  type AttributeValue,
  BatchGetItemCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LedgerRow, LedgerStatus } from '../lambdas/ledger/ledger-row.ts';
import { subjectOf } from '../lambdas/message/subject.ts';
import { newestFirst, rowsOf } from '../local/inspection/ledger-view.ts';
import { type EventFilter, isMeant } from './event-filter.ts';
import type { Stage } from './stage.ts';

/** A stage would have to read its whole table for the answer. */
export class FilterTooWide extends Error {
  override readonly name = 'FilterTooWide';
  readonly code = 'filter-too-wide';
}

type Item = Record<string, AttributeValue>;

/** Statuses of events that are not done. The index `open` has those, from their second attempt on. */
const OPEN: ReadonlySet<LedgerStatus> = new Set(['DEAD', 'FAILED', 'QUARANTINED', 'STARTED']);

/** DynamoDB takes a hundred keys at a time (API reference, BatchGetItem). */
const KEYS_AT_ONCE = 100;

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
    const subject = subjectOf({ userId: user }, user);
    return await rowsByKey(stage, await keysIn(stage, 'bySubject', 'subject', subject));
  }
  if (statuses.length > 0 && statuses.every((status) => OPEN.has(status))) {
    const keys = await Promise.all(statuses.map((status) => keysIn(stage, 'open', 'open', status)));
    return await rowsByKey(stage, keys.flat());
  }
  if (stage.isLocal) {
    const pages = paginateScan(
      { client: stage.dynamodb },
      { TableName: stage.names.ledger, ConsistentRead: true },
    );
    return await rowsOf<LedgerRow>(pages);
  }
  throw new FilterTooWide(
    'A stage finds events by --id, by --user, or by --status dead, failed, quarantined or started. For the others see the log: docs/operations.md, Find an event.',
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

/** Rows as they are now; an index can be behind. Keys without a row are left out. */
async function rowsByKey(
  { dynamodb, names }: Stage,
  keys: readonly string[],
): Promise<readonly LedgerRow[]> {
  const rows: LedgerRow[] = [];
  let left = [...new Set(keys)].map((eventId): Item => ({ eventId: { S: eventId } }));
  while (left.length > 0) {
    const Keys = left.slice(0, KEYS_AT_ONCE);
    const { Responses, UnprocessedKeys } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [names.ledger]: { Keys, ConsistentRead: true } } }),
    );
    rows.push(...(Responses?.[names.ledger] ?? []).map((item) => unmarshall(item) as LedgerRow));
    left = [...(UnprocessedKeys?.[names.ledger]?.Keys ?? []), ...left.slice(KEYS_AT_ONCE)];
  }
  return rows;
}
