import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { indexUnits } from '../../../bench/index-units.ts';
import type { WireItem } from '../../../bench/item-size.ts';
import type { TableDefinition } from '../../../local/template/read-tables.ts';

const key = (name: string) => [{ AttributeName: name, KeyType: 'HASH' as const }];
const TABLE: TableDefinition = {
  TableName: 'things',
  AttributeDefinitions: [],
  KeySchema: key('id'),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'open',
      KeySchema: key('open'),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['type'] },
    },
  ],
};

const units = (before: object | undefined, after: object | undefined, table = TABLE) =>
  indexUnits(table, before && asWire(before), after && asWire(after));
const asWire = (item: object) => marshall(item) as unknown as WireItem;
const THING = { id: '1', open: 'yes', type: 'a', body: 'x'.repeat(5000) };

describe('what an index takes when an item is written', () => {
  it.each([
    ['a new entry', undefined, THING, 1],
    ['an entry that goes', THING, { ...THING, open: undefined }, 1],
    ['an item that goes', THING, undefined, 1],
    ['an entry that moves: it is removed and put', THING, { ...THING, open: 'no' }, 2],
    ['another value that is copied', THING, { ...THING, type: 'b' }, 1],
    ['another value that is not copied', THING, { ...THING, body: 'y' }, 0],
    ['an item that was and is not in it', { id: '1' }, { id: '1', type: 'b' }, 0],
  ])('%s', (_, before, after, expected) => {
    const defined = after && Object.fromEntries(Object.entries(after).filter(([, of]) => of));

    expect(units(before, defined)).toBe(expected);
  });

  it('grows with what is copied, by the larger of both', () => {
    const large = { ...THING, type: 'x'.repeat(3000) };

    expect([units(undefined, large), units(large, THING), units(THING, large)]).toEqual([3, 3, 3]);
  });

  it('is the whole item in an index of all', () => {
    const [open] = TABLE.GlobalSecondaryIndexes ?? [];
    const whole = { ...open, Projection: { ProjectionType: 'ALL' } } as typeof open;

    const table = { ...TABLE, GlobalSecondaryIndexes: whole ? [whole] : [] };

    expect(units(undefined, THING, table)).toBe(5);
  });

  it('is nothing where there is no index', () => {
    const { GlobalSecondaryIndexes: _none, ...table } = TABLE;

    expect(units(undefined, THING, table)).toBe(0);
  });
});
