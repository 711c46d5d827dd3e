import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import type { Stage } from '../../operations/stage.ts';

/** A row of an event that was applied at once. */
export function appliedRow(eventId: string, receivedAt: string): LedgerRow {
  return {
    eventId,
    type: 'ACCOUNT_CONNECTED',
    subject: `u-${eventId}`,
    receivedAt,
    createdAt: receivedAt,
    origin: 'webhook',
    bodySha256: '',
    messageId: '',
    receives: 1,
    status: 'DONE',
    outcome: 'APPLIED',
    attempts: 1,
    lease: eventId,
    startedAt: receivedAt,
    completedAt: receivedAt,
    expiresAt: 4_000_000_000,
  };
}

/** Writes rows as no worker could in that time. */
export async function writeRows(
  { dynamodb, names }: Pick<Stage, 'dynamodb' | 'names'>,
  rows: readonly LedgerRow[],
): Promise<void> {
  for (const batch of Map.groupBy(rows, (_row, index) => Math.floor(index / 25)).values()) {
    const requests = batch.map((row) => ({ PutRequest: { Item: marshall(row) } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [names.ledger]: requests } }));
  }
}
