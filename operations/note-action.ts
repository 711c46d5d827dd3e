import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { LedgerRow, LedgerStatus, OperatorAction } from '../lambdas/ledger/ledger-row.ts';
import type { Stage } from './stage.ts';

/**
 * Writes into a row who does what to its event, before it is done.
 *
 * @param status that the row must have
 * @returns false, and writes nothing, if it has another one meanwhile
 */
export async function noteAction(
  { dynamodb, names, operator }: Stage,
  { eventId }: Pick<LedgerRow, 'eventId'>,
  action: OperatorAction['action'],
  status: LedgerStatus,
): Promise<boolean> {
  const done: OperatorAction = { action, by: await operator(), at: new Date().toISOString() };
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: names.ledger,
        Key: { eventId: { S: eventId } },
        UpdateExpression: 'SET actions = list_append(if_not_exists(actions, :none), :done)',
        ConditionExpression: '#status = :status',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: marshall({ ':none': [], ':done': [done], ':status': status }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
