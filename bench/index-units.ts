import { isDeepStrictEqual } from 'node:util';
import type { TableDefinition } from '../local/template/read-tables.ts';
import { itemBytes, type WireItem, writeUnits } from './item-size.ts';

type Index = NonNullable<TableDefinition['GlobalSecondaryIndexes']>[number];

/**
 * Write units that the indexes of a table take when one of its items is written. The local engine does not
 * count them; these are AWS's rules (Developer Guide, "Provisioned throughput considerations for global
 * secondary indexes").
 *
 * @param before the item as it was; undefined when there was none
 * @param after as it is now; undefined when it is gone
 */
export function indexUnits(
  table: TableDefinition,
  before: WireItem | undefined,
  after: WireItem | undefined,
): number {
  return (table.GlobalSecondaryIndexes ?? []).reduce(
    (sum, index) =>
      sum + unitsOf(index, entryIn(index, table, before), entryIn(index, table, after)),
    0,
  );
}

function unitsOf(index: Index, before: WireItem | undefined, after: WireItem | undefined): number {
  if (isDeepStrictEqual(before, after)) return 0;
  const units = [before, after].map((entry) => (entry ? writeUnits(itemBytes(entry)) : 0));
  const [removed = 0, put = 0] = units;
  const isMoved = keysOf(index).some((key) => !isDeepStrictEqual(before?.[key], after?.[key]));
  return isMoved ? removed + put : Math.max(removed, put);
}

/** What an index holds of an item; undefined when it lacks a key, and is not in it. */
function entryIn(
  index: Index,
  table: TableDefinition,
  item: WireItem | undefined,
): WireItem | undefined {
  if (!item || keysOf(index).some((key) => !(key in item))) return undefined;
  if (index.Projection?.ProjectionType === 'ALL') return item;
  const kept = new Set([
    ...keysOf(table),
    ...keysOf(index),
    ...(index.Projection?.NonKeyAttributes ?? []),
  ]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => kept.has(name)));
}

/** Names of the key's attributes. */
export function keysOf({ KeySchema = [] }: Pick<TableDefinition, 'KeySchema'>): string[] {
  return KeySchema.map(({ AttributeName = '' }) => AttributeName);
}
