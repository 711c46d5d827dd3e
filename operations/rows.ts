import { type AttributeValue, BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { askAws } from './ask-aws.ts';
import type { Stage } from './stage.ts';

/** DynamoDB takes a hundred keys at a time (API reference, BatchGetItem). */
const KEYS_AT_ONCE = 100;

/**
 * Ledger rows as they are now; an index can be behind. Keys without a row are left out.
 *
 * @throws StageOutOfReach
 */
export async function rowsByKey(
  { dynamodb, names }: Stage,
  keys: readonly string[],
): Promise<readonly LedgerRow[]> {
  const rows: LedgerRow[] = [];
  let left = [...new Set(keys)].map((eventId): Record<string, AttributeValue> => {
    return { eventId: { S: eventId } };
  });
  while (left.length > 0) {
    const Keys = left.slice(0, KEYS_AT_ONCE);
    const command = new BatchGetItemCommand({
      RequestItems: { [names.ledger]: { Keys, ConsistentRead: true } },
    });
    const { Responses, UnprocessedKeys } = await askAws({
      action: 'dynamodb:BatchGetItem',
      on: `the table ${names.ledger}`,
      ask: () => dynamodb.send(command),
    });
    rows.push(...(Responses?.[names.ledger] ?? []).map((item) => unmarshall(item) as LedgerRow));
    left = [...(UnprocessedKeys?.[names.ledger]?.Keys ?? []), ...left.slice(KEYS_AT_ONCE)];
  }
  return rows;
}
