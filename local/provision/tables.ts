import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../template/read-tables.ts';

/** A table is there, and is another one than the template has: of an earlier version of the project. */
export class TableOutdated extends Error {
  override readonly name = 'TableOutdated';
  readonly code = 'table-outdated';
  constructor(table: string) {
    super(
      `The table ${table} is there already, with other keys or indexes than this version wants. Set DATA_DIR to an empty directory, or empty this one; at AWS_ENDPOINT_URL remove the table.`,
    );
  }
}

/**
 * Makes a table unless it is there, and waits until it can be used.
 *
 * @throws TableOutdated
 */
export async function provisionTable(
  dynamodb: DynamoDBClient,
  table: TableDefinition,
): Promise<void> {
  const { TableName } = table;
  try {
    await dynamodb.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    const { Table = {} } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    if (!isDeepStrictEqual(keysOf(Table), keysOf(table))) throw new TableOutdated(TableName);
  }
  await waitUntilTableExists({ client: dynamodb, minDelay: 1, maxWaitTime: 30 }, { TableName });
}

/** The keys of the table and of its indexes, by name. */
function keysOf({ KeySchema, GlobalSecondaryIndexes = [] }: TableDefinition | TableDescription) {
  const indexes = GlobalSecondaryIndexes.map((index) => [index.IndexName, index.KeySchema]);
  return { KeySchema, indexes: Object.fromEntries(indexes) };
}
