import { describe, expect, it } from 'vitest';
import { readPrices } from '../../../bench/prices.ts';

describe('the prices that the bench computes with', () => {
  it('are all in docs/costs.md, each a small part of a cent', async () => {
    const prices = await readPrices();

    expect(Object.values(prices)).toHaveLength(7);
    for (const price of Object.values(prices)) {
      expect(price).toBeGreaterThan(0);
      expect(price).toBeLessThan(0.0001);
    }
  });
});
