import { createHmac, timingSafeEqual } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

/** A receiver as one writes it in an afternoon, right where it checks, with the SDK as it comes. */
// As it comes, but for one thing: without it the measured requests would pass by what counts them.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const expected = createHmac('sha512', process.env.WEBHOOK_SECRET ?? '')
    .update(body)
    .digest();
  const claimed = Buffer.from(event.headers['Smile-Signature'] ?? '', 'hex');
  if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) {
    return { statusCode: 401, body: '' };
  }
  const text = body.toString();
  const { id, data } = JSON.parse(text) as { id: string; data?: { userId?: string } };
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env.EVENTS_QUEUE_URL,
      MessageBody: text,
      MessageGroupId: data?.userId ?? id,
      MessageDeduplicationId: id,
    }),
  );
  return { statusCode: 200, body: '' };
};
