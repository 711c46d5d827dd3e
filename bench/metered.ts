import type { TableDefinition } from '../local/template/read-tables.ts';
import { indexUnits, keysOf } from './index-units.ts';
import { itemBytes, type WireItem, writeUnits } from './item-size.ts';

/** Units of DynamoDB. */
export interface Units {
  readonly read: number;
  /** Of tables. */
  readonly write: number;
  /** Of their indexes, which AWS bills too. */
  readonly indexWrite: number;
}

/** What a function sends to DynamoDB, as far as it matters here. */
export interface TableRequest {
  readonly TableName: string;
  readonly Item?: WireItem;
  readonly Key?: WireItem;
  readonly ReturnValues?: string;
}

export interface TableAnswer {
  readonly status: number;
  readonly content: {
    readonly ConsumedCapacity?: { readonly CapacityUnits: number };
    readonly Attributes?: WireItem;
    readonly Item?: WireItem;
    /** Of an error. */
    readonly __type?: string;
  };
}

/** Asks the engine. */
export type AskTable = (action: string, input: object) => Promise<TableAnswer>;

/** A request whose units nobody here can tell: to count none for it would be wrong. */
export class NotMetered extends Error {
  override readonly name = 'NotMetered';
  readonly code = 'not-metered';
  constructor(what: string) {
    super(`The bench cannot tell the units of ${what}: teach it to bench/metered.ts.`);
  }
}

/**
 * Sends a request in a function's place, and says what AWS would bill for it. The engine tells the units of
 * the table; those of its indexes follow from the item before and after.
 *
 * @throws NotMetered
 */
export async function metered(
  action: string,
  input: TableRequest,
  tables: Readonly<Record<string, TableDefinition>>,
  ask: AskTable,
): Promise<{ readonly answer: TableAnswer; readonly units: Units }> {
  const table = tables[input.TableName];
  if (!table) throw new NotMetered(`the table ${input.TableName}`);
  if (action === 'GetItem' || action === 'Query') {
    const answer = await ask(action, { ...input, ReturnConsumedCapacity: 'TOTAL' });
    const read = answer.status === 200 ? unitsIn(answer) : 0;
    return { answer, units: { read, write: 0, indexWrite: 0 } };
  }
  if (action !== 'PutItem' && action !== 'UpdateItem') throw new NotMetered(action);
  if ((input.ReturnValues ?? 'NONE') !== 'NONE') throw new NotMetered(`${action} with values`);

  const { status, content } = await ask(action, {
    ...input,
    ReturnConsumedCapacity: 'TOTAL',
    ReturnValues: 'ALL_OLD',
  });
  const { Attributes: before, ...rest } = content;
  const { __type: fault } = content;
  const answer = { status, content: rest };
  const stored = async () => await storedItem(input, table, ask);
  if (fault?.endsWith('ConditionalCheckFailedException')) {
    // The engine counts nothing for a refusal; AWS counts the larger of the item that is there and the new one.
    const items = [(await stored()) ?? {}, input.Item ?? {}];
    const write = writeUnits(Math.max(...items.map(itemBytes)));
    return { answer, units: { read: 0, write, indexWrite: 0 } };
  }
  // A failure is the function's to notice.
  if (status !== 200) return { answer, units: { read: 0, write: 0, indexWrite: 0 } };
  const hasIndexes = table.GlobalSecondaryIndexes !== undefined;
  const indexWrite = hasIndexes ? indexUnits(table, before, input.Item ?? (await stored())) : 0;
  return { answer, units: { read: 0, write: unitsIn(answer), indexWrite } };
}

async function storedItem(
  { TableName, Item, Key }: TableRequest,
  table: TableDefinition,
  ask: AskTable,
): Promise<WireItem | undefined> {
  const ofKey = Object.entries(Key ?? Item ?? {}).filter(([name]) => keysOf(table).includes(name));
  const get = { TableName, Key: Object.fromEntries(ofKey), ConsistentRead: true };
  const { status, content } = await ask('GetItem', get);
  if (status !== 200) throw new NotMetered('a write whose item cannot be read');
  return content.Item;
}

function unitsIn({ content }: TableAnswer): number {
  const units = content.ConsumedCapacity?.CapacityUnits;
  if (units === undefined) throw new NotMetered('an answer without any');
  return units;
}
