import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { itemBytes, SizeUnknown, writeUnits } from '../../../bench/item-size.ts';

describe('the size of an item', () => {
  it.each([
    [{ name: 'abc' }, 4 + 3],
    [{ näme: 'äöü' }, 5 + 6],
    [{ n: 7 }, 1 + 2],
    [{ n: 1200 }, 1 + 2],
    [{ n: -123 }, 1 + 4],
    [{ n: 0.05 }, 1 + 2],
    [{ t: true, f: null }, 2 + 2],
    [{ l: ['ab', 'c'] }, 1 + 3 + 2 + 3],
    [{ m: { ab: 'c' } }, 1 + 3 + 1 + 3],
  ])('of %j is %i bytes', (item, bytes) => {
    expect(itemBytes(marshall(item) as never)).toBe(bytes);
  });

  it('is no guess for a type that is not known', () => {
    expect(() => itemBytes({ set: { SS: ['a'] } })).toThrow(SizeUnknown);
  });

  it('is billed by the KiB begun, and one at least', () => {
    expect([0, 1, 1024, 1025, 17_000].map(writeUnits)).toEqual([1, 1, 1, 2, 17]);
  });
});
