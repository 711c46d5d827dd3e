import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { onAws } from './aws-fault.ts';
import { clientOptions } from './options.ts';

const dynamodb = new DynamoDBClient(clientOptions);

/** A plain object as an item; members that are undefined are left out. */
export type Item = Readonly<Record<string, unknown>>;

/** When a write may happen, in DynamoDB's expression language. */
export interface Condition {
  readonly expression: string;
  readonly values: Item;
}

/** Reads an item with strong consistency; undefined when there is none. */
export async function getItem(table: string, key: Item): Promise<Item | undefined> {
  const command = new GetItemCommand({
    TableName: table,
    Key: asItem(key),
    ConsistentRead: true,
  });
  const { Item: item } = await onAws(() => dynamodb.send(command));
  return item && unmarshall(item);
}

/** What to look for. */
export interface Search {
  /** Absent: the table itself, read with strong consistency. */
  readonly index?: string;
  /** On the keys. */
  readonly condition: Condition;
  /** Items at most; what lies behind them is not read. */
  readonly limit: number;
}

/** Items of one partition, in the order of their sort key. */
export async function queryItems(
  table: string,
  { index, condition, limit }: Search,
  abortSignal: AbortSignal,
): Promise<readonly Item[]> {
  const command = new QueryCommand({
    TableName: table,
    ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
    KeyConditionExpression: condition.expression,
    ExpressionAttributeValues: asItem(condition.values),
    Limit: limit,
  });
  const { Items = [] } = await onAws(() => dynamodb.send(command, { abortSignal }));
  return Items.map((item) => unmarshall(item));
}

/** Writes an item whole. False when the condition does not hold, and nothing was written. */
export async function putItem(table: string, item: Item, condition: Condition): Promise<boolean> {
  const command = new PutItemCommand({
    TableName: table,
    Item: asItem(item),
    ConditionExpression: condition.expression,
    ...(Object.keys(condition.values).length > 0
      ? { ExpressionAttributeValues: asItem(condition.values) }
      : {}),
  });
  return await unlessRefused(() => dynamodb.send(command));
}

/** Sets some attributes of an item and removes others. False when the condition does not hold. */
export async function updateItem(
  table: string,
  key: Item,
  set: Item,
  remove: readonly string[],
  condition: Condition,
): Promise<boolean> {
  const names = [...Object.keys(set), ...remove];
  const sets = Object.keys(set).map((name) => `#${name} = :${name}`);
  const removes = remove.map((name) => `#${name}`);
  const command = new UpdateItemCommand({
    TableName: table,
    Key: asItem(key),
    UpdateExpression: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: asItem({
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ...condition.values,
    }),
  });
  return await unlessRefused(() => dynamodb.send(command));
}

/**
 * Adds one to a number of an item, from nothing on, and sets other attributes. False when the number has
 * reached `limit`, and nothing was written.
 */
export async function countUp(
  table: string,
  key: Item,
  counter: string,
  limit: number,
  set: Item,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const names = Object.keys(set);
  const command = new UpdateItemCommand({
    TableName: table,
    Key: asItem(key),
    UpdateExpression: `ADD #counter :one SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: 'attribute_not_exists(#counter) OR #counter < :limit',
    ExpressionAttributeNames: {
      '#counter': counter,
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: asItem({
      ':one': 1,
      ':limit': limit,
      ...Object.fromEntries(names.map((name) => [`:${name}`, set[name]])),
    }),
  });
  return await unlessRefused(() => dynamodb.send(command, { abortSignal }));
}

async function unlessRefused(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await onAws(send);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

function asItem(item: Item) {
  return marshall(item, { removeUndefinedValues: true });
}
