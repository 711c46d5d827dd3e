import type { DataPoint } from '../../../lambdas/smile/constants.ts';
import type { EventType } from '../../../lambdas/smile/events.ts';
import type { World } from './world.ts';

/** Which event says that data of a kind was stored, and which id it brings beside a count. */
const ADDED: Readonly<Record<DataPoint, readonly [EventType, idField?: string, prefix?: string]>> =
  {
    IDENTITIES: ['IDENTITY_ADDED', 'identityId', 'i'],
    RATINGS: ['RATING_ADDED', 'ratingId', 'r'],
    TRANSACTIONS: ['TRANSACTIONS_ADDED'],
    EMPLOYMENTS: ['EMPLOYMENTS_ADDED'],
    DOCUMENTS: ['DOCUMENTS_ADDED'],
    INCOMES: ['INCOMES_ADDED'],
    CONTRIBUTIONS: ['CONTRIBUTIONS_ADDED'],
    EINCOMES: ['EINCOMES_ADDED'],
    LIABILITIES: ['LIABILITIES_ADDED'],
    LINK: ['LINK_ADDED', 'id', 'link'],
    INSIGHTS: ['INSIGHT_ADDED', 'id', 'insight'],
  };

/**
 * Data of this kind is there now.
 *
 * @param account what every event about the account says
 */
export function tellAdded(world: World, datapoint: DataPoint, account: object): void {
  const [type, idField, prefix] = ADDED[datapoint];
  const id = idField && prefix ? { [idField]: world.newId(prefix) } : {};
  world.tell(type, { ...account, ...id });
}
