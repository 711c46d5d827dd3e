import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';

/**
 * The worker in Powertools' form: batch, and idempotency for each record. It keeps state and announces, as
 * ours does, in one write that the newer event wins; it has no ledger to look into, no dead letters of its
 * own, no merge and no judgement of attempts.
 */
const dynamodb = new DynamoDBClient({});
const events = new EventBridgeClient({});
const config = new IdempotencyConfig({ eventKeyJmesPath: 'id' });
const persistenceStore = new DynamoDBPersistenceLayer({
  tableName: process.env.IDEMPOTENCY_TABLE ?? '',
});

interface Received {
  readonly id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly data: { readonly userId: string; readonly accountId: string };
}

const handleOnce = makeIdempotent(
  async (event: Received) => {
    const { userId, accountId } = event.data;
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env.STATE_TABLE,
        // Beside ours, whose items have another form.
        Key: { pk: { S: `PEER#${userId}` }, sk: { S: `ACCOUNT#${accountId}` } },
        UpdateExpression: 'SET #status = :status, asOf = :at',
        ConditionExpression: 'attribute_not_exists(asOf) OR asOf <= :at',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': { S: event.type }, ':at': { S: event.createdAt } },
      }),
    );
    await events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: process.env.EVENT_BUS,
            Source: 'smile.events',
            DetailType: event.type,
            Detail: JSON.stringify({ eventId: event.id }),
          },
        ],
      }),
    );
    return { id: event.id };
  },
  { persistenceStore, config },
);

const processor = new SqsFifoPartialProcessorAsync();
const handleRecord = async (record: SQSRecord) => {
  await handleOnce(JSON.parse(record.body) as Received);
};

export const handler = async (event: SQSEvent, context: Context) => {
  config.registerLambdaContext(context);
  return await processPartialResponse(event, handleRecord, processor, { context });
};
