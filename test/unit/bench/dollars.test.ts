import { describe, expect, it } from 'vitest';
import { ActionWithoutPrice, dollars } from '../../../bench/dollars.ts';
import { readPrices } from '../../../bench/prices.ts';

const prices = await readPrices();
const NONE = { read: 0, write: 0, indexWrite: 0 };

describe('the dollars of an event', () => {
  it('are those of its requests and of its units, units of indexes like those of tables', () => {
    const requests = {
      SendMessage: 2,
      PutEvents: 1,
      PUT: 1,
      GET: 3,
      GetSecretValue: 1,
      PutItem: 9,
    };

    const sum = dollars({ requests, units: { read: 4, write: 5, indexWrite: 3 } }, prices);

    const expected =
      2 * prices.queueRequest +
      prices.busEvent +
      prices.bucketPut +
      3 * prices.bucketGet +
      prices.secretCall +
      4 * prices.readUnit +
      8 * prices.writeUnit;
    expect(sum).toBeCloseTo(expected, 12);
  });

  it('are not told when an action has no price', () => {
    const asked = { requests: { SendMessage: 1, Scan: 1 }, units: NONE };

    expect(() => dollars(asked, prices)).toThrow(ActionWithoutPrice);
    expect(() => dollars(asked, prices)).toThrow(/^Scan has no price/);
  });
});
