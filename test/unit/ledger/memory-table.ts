import type { Condition, Item } from '../../../lambdas/aws/dynamodb.ts';

/** One table of DynamoDB in a map, with as much of its expressions as the ledger writes. */
export function memoryTable() {
  const rows = new Map<string, Item>();

  return {
    rows,
    getItem: async (_table: string, { eventId }: Item) =>
      structuredClone(rows.get(String(eventId))),
    putItem: async (_table: string, item: Item, condition: Condition) => {
      const isWritten = isHeld(condition, rows.get(String(item.eventId)));
      if (isWritten) rows.set(String(item.eventId), withoutUndefined(item));
      return isWritten;
    },
    updateItem: async (
      _table: string,
      { eventId }: Item,
      set: Item,
      remove: readonly string[],
      condition: Condition,
    ) => {
      const row = rows.get(String(eventId));
      if (!isHeld(condition, row)) return false;
      const kept = Object.entries(row ?? {}).filter(([name]) => !remove.includes(name));
      rows.set(String(eventId), { ...Object.fromEntries(kept), ...withoutUndefined(set) });
      return true;
    },
  };
}

function isHeld({ expression, values }: Condition, row: Item | undefined): boolean {
  return expression
    .split(' OR ')
    .some((all) => all.split(' AND ').every((one) => isTrue(one, row ?? {}, values)));
}

function isTrue(expression: string, row: Item, values: Item): boolean {
  const absent = /^attribute_not_exists\((\w+)\)$/.exec(expression);
  if (absent) return row[absent[1] ?? ''] === undefined;
  const within = /^NOT #(\w+) IN \((.+)\)$/.exec(expression);
  if (within) {
    const list = within[2]?.split(', ').map((name) => values[name]);
    return !list?.includes(row[within[1] ?? '']);
  }
  const [, name = '', sign, value = ''] = /^(\w+) (=|<=) (:\w+)$/.exec(expression) ?? [];
  if (sign === undefined) throw new Error(`This table does not know ${expression}`);
  // A comparison with an attribute that is not there is never true.
  if (row[name] === undefined) return false;
  return sign === '=' ? row[name] === values[value] : Number(row[name]) <= Number(values[value]);
}

function withoutUndefined(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}
