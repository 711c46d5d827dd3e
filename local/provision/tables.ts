import {
  type AttributeDefinition,
  CreateTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { IndexSettings, TableSettings } from '../../infra/settings.ts';

/** Makes a table unless it is there, and waits until it can be used. */
export async function provisionTable(
  dynamodb: DynamoDBClient,
  name: string,
  settings: TableSettings,
): Promise<void> {
  try {
    await dynamodb.send(new CreateTableCommand(tableOf(name, settings)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists(
    { client: dynamodb, minDelay: 1, maxWaitTime: 30 },
    { TableName: name },
  );
}

function tableOf(name: string, settings: TableSettings) {
  const indexes = settings.indexes.map(indexOf);
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST' as const,
    KeySchema: keysOf(settings.partitionKey, settings.sortKey),
    AttributeDefinitions: attributesOf([settings, ...settings.indexes]),
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
  };
}

function indexOf(index: IndexSettings): GlobalSecondaryIndex {
  return {
    IndexName: index.name,
    KeySchema: keysOf(index.partitionKey, index.sortKey),
    Projection:
      index.projection === 'ALL'
        ? { ProjectionType: 'ALL' }
        : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.projection] },
  };
}

function keysOf(partitionKey: string, sortKey: string | undefined): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: partitionKey, KeyType: 'HASH' };
  return sortKey === undefined ? [hash] : [hash, { AttributeName: sortKey, KeyType: 'RANGE' }];
}

function attributesOf(
  schemas: readonly Pick<TableSettings, 'partitionKey' | 'sortKey'>[],
): AttributeDefinition[] {
  const names = schemas.flatMap(({ partitionKey, sortKey }) =>
    [partitionKey, sortKey ?? []].flat(),
  );
  return [...new Set(names)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
}
