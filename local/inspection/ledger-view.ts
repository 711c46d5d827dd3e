import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { EventFilter } from './event-filter.ts';

type Item = Record<string, AttributeValue>;
type Row = Readonly<Record<string, unknown>>;

/** What orders rows. */
type Dated = { readonly receivedAt?: unknown; readonly eventId?: unknown };

/** The tables as plain objects. */
export interface LedgerView {
  /** Ledger rows, newest first. */
  events(filter: EventFilter): Promise<readonly Row[]>;
  event(eventId: string): Promise<Row | undefined>;
  /** State items of one partition: `USER#<id>`, `RECORD#<id>` or `VERIFICATION#<id>`. */
  state(partition: string): Promise<readonly Row[]>;
}

/** Reads the tables of a run; consistent, so that a test sees what a worker has just written. */
export function ledgerView(
  client: DynamoDBClient,
  tables: { readonly LEDGER_TABLE: string; readonly STATE_TABLE: string },
): LedgerView {
  return {
    async events({ limit, matches }) {
      const pages = paginateScan(
        { client },
        { TableName: tables.LEDGER_TABLE, ConsistentRead: true },
      );
      const rows = await rowsOf(pages);
      return rows.filter(matches).toSorted(newestFirst).slice(0, limit);
    },
    async event(eventId) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tables.LEDGER_TABLE,
          Key: { eventId: { S: eventId } },
          ConsistentRead: true,
        }),
      );
      return Item && unmarshall(Item);
    },
    async state(partition) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tables.STATE_TABLE,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: partition } },
        },
      );
      return await rowsOf(pages);
    },
  };
}

/** Everything that a query or a scan finds, as plain objects. */
export async function rowsOf<T = Row>(
  pages: AsyncIterable<{ Items?: Item[] | undefined }>,
): Promise<T[]> {
  const rows: T[] = [];
  for await (const { Items = [] } of pages) {
    rows.push(...Items.map((item) => unmarshall(item) as T));
  }
  return rows;
}

/** Events of one millisecond are in the order of their ids, so that a list never changes by itself. */
export function newestFirst(one: Dated, other: Dated): number {
  const byTime = String(other.receivedAt).localeCompare(String(one.receivedAt));
  return byTime || String(one.eventId).localeCompare(String(other.eventId));
}
