import {
  CreateTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../template/read-tables.ts';

/** Makes a table unless it is there, and waits until it can be used. */
export async function provisionTable(
  dynamodb: DynamoDBClient,
  table: TableDefinition,
): Promise<void> {
  try {
    await dynamodb.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists(
    { client: dynamodb, minDelay: 1, maxWaitTime: 30 },
    { TableName: table.TableName },
  );
}
