import { describe, expect, it } from 'vitest';
import { type AskTable, metered, NotMetered } from '../../../bench/metered.ts';
import type { TableDefinition } from '../../../local/template/read-tables.ts';

const TABLE: TableDefinition = {
  TableName: 'things',
  AttributeDefinitions: [],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'open',
      KeySchema: [{ AttributeName: 'open', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};
const TABLES = { things: TABLE };
const ITEM = { id: { S: '1' }, open: { S: 'yes' } };

/** An engine that answers so, in turn, and what it was asked. */
function engine(...answers: Awaited<ReturnType<AskTable>>['content'][]) {
  const asked: { readonly action: string; readonly input: object }[] = [];
  const ask: AskTable = async (action, input) => {
    asked.push({ action, input });
    const content = answers.shift() ?? {};
    return { status: '__type' in content ? 400 : 200, content };
  };
  return { ask, asked };
}

describe('what a request of DynamoDB is billed', () => {
  it('is what the engine says of the table, and what follows for its indexes', async () => {
    const { ask, asked } = engine({ ConsumedCapacity: { CapacityUnits: 2 } });

    const { units } = await metered('PutItem', { TableName: 'things', Item: ITEM }, TABLES, ask);

    expect(units).toEqual({ read: 0, write: 2, indexWrite: 1 });
    expect(asked[0]?.input).toMatchObject({ ReturnConsumedCapacity: 'TOTAL' });
  });

  it('looks after an update at what it made of the item', async () => {
    const before = { ConsumedCapacity: { CapacityUnits: 1 }, Attributes: ITEM };
    const { ask, asked } = engine(before, { Item: { id: { S: '1' } } });
    const input = { TableName: 'things', Key: { id: { S: '1' } }, UpdateExpression: 'REMOVE open' };

    const { units, answer } = await metered('UpdateItem', input, TABLES, ask);

    expect(units).toEqual({ read: 0, write: 1, indexWrite: 1 });
    expect(asked[1]).toEqual({
      action: 'GetItem',
      input: { TableName: 'things', Key: { id: { S: '1' } }, ConsistentRead: true },
    });
    expect(answer.content).not.toHaveProperty('Attributes');
  });

  it('is the item that is there, when the write is refused', async () => {
    const large = { id: { S: '1' }, body: { S: 'x'.repeat(3000) } };
    const { ask, asked } = engine({ __type: 'a#ConditionalCheckFailedException' }, { Item: large });

    const { units, answer } = await metered(
      'PutItem',
      { TableName: 'things', Item: ITEM },
      TABLES,
      ask,
    );

    expect(units).toEqual({ read: 0, write: 3, indexWrite: 0 });
    expect(asked[1]?.input).toMatchObject({ Key: { id: { S: '1' } } });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['an item', { Item: { id: { S: '1' } } }],
    ['no item', {}],
  ])('is the new item, when that is refused and larger, where there is %s', async (_, there) => {
    const Item = { id: { S: '1' }, body: { S: 'x'.repeat(3000) } };
    const { ask } = engine({ __type: 'a#ConditionalCheckFailedException' }, there);

    const { units } = await metered('PutItem', { TableName: 'things', Item }, TABLES, ask);

    expect(units).toEqual({ read: 0, write: 3, indexWrite: 0 });
  });

  it('is nothing for a write that fails otherwise, which the function is told', async () => {
    const { ask } = engine({ __type: 'a#ValidationException' });
    const input = { TableName: 'things', Item: ITEM };

    const { units, answer } = await metered('PutItem', input, TABLES, ask);

    expect(units).toEqual({ read: 0, write: 0, indexWrite: 0 });
    expect(answer).toEqual({ status: 400, content: { __type: 'a#ValidationException' } });
  });

  it('is no guess when the item after an update cannot be read', async () => {
    const { ask } = engine({ ConsumedCapacity: { CapacityUnits: 1 } }, { __type: 'a#Other' });
    const input = { TableName: 'things', Key: { id: { S: '1' } } };

    await expect(metered('UpdateItem', input, TABLES, ask)).rejects.toThrow(NotMetered);
  });

  it('counts what is read', async () => {
    const { ask } = engine({ ConsumedCapacity: { CapacityUnits: 0.5 }, Item: ITEM });

    const { units } = await metered('GetItem', { TableName: 'things', Key: {} }, TABLES, ask);

    expect(units).toEqual({ read: 0.5, write: 0, indexWrite: 0 });
  });

  it.each([
    ['another action', 'Scan', { TableName: 'things' }],
    ['another table', 'GetItem', { TableName: 'others' }],
    ['values asked for', 'PutItem', { TableName: 'things', ReturnValues: 'ALL_OLD' }],
  ])('is no guess: %s', async (_, action, input) => {
    const { ask } = engine({ ConsumedCapacity: { CapacityUnits: 1 } });

    await expect(metered(action, input, TABLES, ask)).rejects.toThrow(NotMetered);
  });

  it('is no guess when the engine says nothing', async () => {
    const { ask } = engine({});

    const asking = metered('GetItem', { TableName: 'things' }, TABLES, ask);

    await expect(asking).rejects.toThrow(NotMetered);
  });
});
