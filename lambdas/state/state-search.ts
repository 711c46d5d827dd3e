import { queryItems } from '../aws/dynamodb.ts';
import type { AwaitingKeys } from './awaiting-webhook.ts';
import { AWAITING_INDEX } from './contract.ts';
import type { StateItem, ThingKey } from './state-item.ts';
import { userPartition } from './things.ts';

/** A user with more things than this sees the first ones, by their sort key. */
const MAX_THINGS = 100;

/** Everything that is known about a user now. */
export async function readUser(
  table: string,
  userId: string,
  signal: AbortSignal,
): Promise<readonly StateItem[]> {
  const condition = { expression: 'pk = :user', values: { ':user': userPartition(userId) } };
  const items = await queryItems(table, { condition, limit: MAX_THINGS }, signal);
  return items as unknown as readonly StateItem[];
}

/** An account that waits for its first webhook, as the index has it. */
export type AwaitingAccount = ThingKey & Required<AwaitingKeys>;

/**
 * Accounts that wait for their first webhook since some time within these two; the oldest first.
 *
 * @param from ISO 8601, as `to`; both belong to the time
 */
export async function readAwaiting(
  table: string,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
  signal: AbortSignal,
): Promise<readonly AwaitingAccount[]> {
  const { name, partitionKey, sortKey } = AWAITING_INDEX;
  const condition = {
    expression: `${partitionKey} = :webhook AND ${sortKey} BETWEEN :from AND :to`,
    values: { ':webhook': 'WEBHOOK', ':from': from, ':to': to },
  };
  const items = await queryItems(table, { index: name, condition, limit }, signal);
  return items as unknown as readonly AwaitingAccount[];
}
