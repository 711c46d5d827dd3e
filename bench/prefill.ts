import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { buildEvent } from '../testing/builders/build-event.ts';
import { factOf } from '../lambdas/state/facts/facts.ts';
import { merge } from '../lambdas/state/merge.ts';
import { stampOf } from '../lambdas/state/stamp.ts';
import type { StateItem } from '../lambdas/state/state-item.ts';
import { accountName, userName } from './users.ts';

/** DynamoDB takes so many in one request. */
const BATCH = 25;
const AT_ONCE = 8;
const LONG_AGO = '2026-01-02T03:04:05.000Z';

/** The engine did not take every item: a row of the report would say more than there is. */
export class PrefillRefused extends Error {
  override readonly name = 'PrefillRefused';
  readonly code = 'prefill-refused';
  constructor(table: string) {
    super(`The engine did not take every item for ${table}: run the bench again.`);
  }
}

/**
 * Fills a table with the items of one number to another.
 *
 * @param to the first that is not written
 * @throws PrefillRefused
 */
export async function prefill(
  dynamodb: Pick<DynamoDBClient, 'send'>,
  table: string,
  itemOf: (n: number) => object,
  from: number,
  to: number,
): Promise<void> {
  let next = from;
  const fill = async () => {
    for (let start = next; start < to; start = next) {
      next = Math.min(start + BATCH, to);
      const requests = Array.from({ length: next - start }, (_, n) => ({
        PutRequest: { Item: marshall(itemOf(start + n)) },
      }));
      const command = new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
      const { UnprocessedItems = {} } = await dynamodb.send(command);
      if (Object.keys(UnprocessedItems).length > 0) throw new PrefillRefused(table);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fill));
}

/** A finished row of about half a KiB. */
export function finishedRow(n: number) {
  return {
    eventId: `et-old-${n}`,
    subject: userName(n % 1000),
    receivedAt: LONG_AGO,
    createdAt: LONG_AGO,
    completedAt: LONG_AGO,
    type: 'ACCOUNT_CONNECTED',
    status: 'DONE',
    outcome: 'APPLIED',
    attempts: 1,
    origin: 'webhook',
    bodySha256: 'a'.repeat(64),
    body: 'x'.repeat(100),
  } satisfies Partial<LedgerRow>;
}

/** The account of a user as the worker has left it: connected long ago. */
export function connectedAccount(n: number): StateItem {
  const userId = userName(n);
  const event = buildEvent('ACCOUNT_CONNECTED', {
    createdAt: LONG_AGO,
    data: { userId, accountId: accountName(userId) },
  });
  const fact = factOf(event);
  const { item } = merge(undefined, fact, stampOf(event, fact.rank, LONG_AGO));
  return { ...item, version: 1 };
}
