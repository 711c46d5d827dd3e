import type { Asked } from './counting-proxy.ts';
import type { Prices } from './prices.ts';

/** What one request costs; `units` where DynamoDB bills these and not the request. */
const PRICE_OF: Readonly<Record<string, keyof Prices | 'units'>> = {
  SendMessage: 'queueRequest',
  ChangeMessageVisibility: 'queueRequest',
  PutEvents: 'busEvent',
  PUT: 'bucketPut',
  GET: 'bucketGet',
  GetSecretValue: 'secretCall',
  GetItem: 'units',
  Query: 'units',
  PutItem: 'units',
  UpdateItem: 'units',
};

/** Something is asked of AWS that nobody has given a price. */
export class ActionWithoutPrice extends Error {
  override readonly name = 'ActionWithoutPrice';
  readonly code = 'action-without-price';
  constructor(action: string) {
    super(`${action} has no price: add it to bench/dollars.ts, and its row to docs/costs.md.`);
  }
}

/**
 * What AWS takes for these requests and units, those of indexes included.
 *
 * @throws ActionWithoutPrice
 */
export function dollars({ requests, units }: Asked, prices: Prices): number {
  const ofRequests = Object.entries(requests).map(([action, count]) => {
    const price = PRICE_OF[action];
    if (price === undefined) throw new ActionWithoutPrice(action);
    return price === 'units' ? 0 : count * prices[price];
  });
  const ofUnits = [
    units.read * prices.readUnit,
    (units.write + units.indexWrite) * prices.writeUnit,
  ];
  return [...ofRequests, ...ofUnits].reduce((sum, part) => sum + part, 0);
}
