import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../../local/clients.ts';
import { allowAll } from '../../../local/iam/judge.ts';
import { Engine } from '../../../local/engines/engine.ts';
import { provisionTable, TableOutdated } from '../../../local/provision/tables.ts';
import type { TableDefinition } from '../../../local/template/read-tables.ts';

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
const key = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' }] as const;
const index = (name: string, attributeName = name) => ({
  IndexName: name,
  KeySchema: [...key(attributeName)],
  Projection: { ProjectionType: 'KEYS_ONLY' } as const,
});
const table = (TableName: string, more: Partial<TableDefinition> = {}): TableDefinition => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [attribute('pk'), attribute('one'), attribute('two')],
  KeySchema: [...key('pk')],
  GlobalSecondaryIndexes: [index('one'), index('two')],
  ...more,
});

let directory: string;
let engine: Engine;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-tables-'));
  const files = { directory: join(directory, 'tables'), temporary: directory };
  engine = new Engine('The DynamoDB engine', 'dynamodb', files, {
    logLine: () => undefined,
    judge: allowAll,
  });
  await engine.start();
  dynamodb = new DynamoDBClient(clientOptions(engine.url));
});
afterAll(async () => {
  dynamodb.destroy();
  await engine.kill();
  await rm(directory, { recursive: true, force: true });
});

describe('a table that is there already', () => {
  it('is taken as it is when it is the same, in whatever order its indexes stand', async () => {
    await provisionTable(dynamodb, table('same'));

    const reordered = { GlobalSecondaryIndexes: [index('two'), index('one')] };
    await expect(provisionTable(dynamodb, table('same', reordered))).resolves.toBeUndefined();
  });

  it.each<[string, Partial<TableDefinition>]>([
    ['lacks an index', { GlobalSecondaryIndexes: [index('one')] }],
    ['has other keys in an index', { GlobalSecondaryIndexes: [index('one'), index('two', 'one')] }],
    ['has another key', { KeySchema: [...key('one')] }],
  ])('is refused with what to do when it %s', async (what, other) => {
    const TableName = what.replaceAll(' ', '-');
    const AttributeDefinitions = [...usedIn({ ...table(TableName), ...other })].map(attribute);
    await provisionTable(dynamodb, table(TableName, { ...other, AttributeDefinitions }));

    const again = provisionTable(dynamodb, table(TableName));

    await expect(again).rejects.toThrow(TableOutdated);
    await expect(again).rejects.toThrow(`${TableName} is there already`);
  });
});

/** The engine takes no definitions of attributes that are no keys. */
function usedIn({ KeySchema = [], GlobalSecondaryIndexes = [] }: TableDefinition): Set<string> {
  const keys = [KeySchema, ...GlobalSecondaryIndexes.map((one) => one.KeySchema ?? [])].flat();
  return new Set(keys.map(({ AttributeName = '' }) => AttributeName));
}
