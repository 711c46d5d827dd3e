import {
  DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { clientOptions } from '../../../local/clients.ts';
import type { LocalEnvironment } from '../../../local/environment.ts';

/** A ledger row or a state item as it is stored. */
export type Stored = Readonly<Record<string, unknown>>;

/** An item as the model knows it: its version counts writes, and says nothing about the thing. */
export function withoutVersion({ version: _version, ...item }: Stored): Stored {
  return item;
}

/** Looks into the tables past the faulty endpoint. */
export interface Tables {
  row(eventId: string): Promise<Stored | undefined>;
  /** All items of a partition. */
  items(pk: string): Promise<Stored[]>;
  /** All rows, page by page, without their bodies. */
  rows(): AsyncGenerator<Stored>;
  /** The same with all that they hold. */
  wholeRows(): AsyncGenerator<Stored>;
  allItems(): AsyncGenerator<Stored>;
  close(): void;
}

/** @param url of the engine itself */
export function lookInto(url: string, environment: LocalEnvironment): Tables {
  const client = new DynamoDBClient(clientOptions(url));
  const { LEDGER_TABLE, STATE_TABLE } = environment;
  async function* scan(TableName: string, shown?: readonly string[]): AsyncGenerator<Stored> {
    const names = shown?.map((name) => [`#${name}`, name] as const);
    const pages = paginateScan(
      { client },
      {
        TableName,
        ConsistentRead: true,
        ...(names && {
          ProjectionExpression: names.map(([alias]) => alias).join(', '),
          ExpressionAttributeNames: Object.fromEntries(names),
        }),
      },
    );
    for await (const { Items = [] } of pages) for (const item of Items) yield unmarshall(item);
  }
  return {
    async row(eventId) {
      const Key = { eventId: { S: eventId } };
      const get = new GetItemCommand({ TableName: LEDGER_TABLE, Key, ConsistentRead: true });
      const { Item } = await client.send(get);
      return Item && unmarshall(Item);
    },
    async items(pk) {
      const pages = paginateQuery(
        { client },
        {
          TableName: STATE_TABLE,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: pk } },
        },
      );
      const found: Stored[] = [];
      for await (const { Items = [] } of pages)
        found.push(...Items.map((item) => unmarshall(item)));
      return found;
    },
    rows: () =>
      scan(LEDGER_TABLE, [
        'eventId',
        'status',
        'outcome',
        'staleBecause',
        'attempts',
        'receivedAt',
        'lastError',
      ]),
    wholeRows: () => scan(LEDGER_TABLE),
    allItems: () => scan(STATE_TABLE),
    close: () => client.destroy(),
  };
}
