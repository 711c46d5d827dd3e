import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import { clientOptions } from '../../local/clients.ts';
import type { LocalRun } from '../../local/run.ts';

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

/** Writes rows as no worker could in that time, and no operator may. */
export async function writeRows(
  { environment }: Pick<LocalRun, 'environment'>,
  rows: readonly LedgerRow[],
): Promise<void> {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint, LEDGER_TABLE: ledger } = environment;
  const dynamodb = new DynamoDBClient(clientOptions(endpoint));
  for (const batch of Map.groupBy(rows, (_row, index) => Math.floor(index / 25)).values()) {
    const requests = batch.map((row) => ({ PutRequest: { Item: marshall(row) } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [ledger]: requests } }));
  }
}
