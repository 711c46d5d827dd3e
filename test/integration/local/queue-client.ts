import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../../../local/clients.ts';
import type { LocalRun } from '../../../local/start.ts';

/** A client of the run's queues. */
export function queueClient(run: Pick<LocalRun, 'environment'>): SQSClient {
  return new SQSClient({
    ...clientOptions(run.environment.AWS_ENDPOINT_URL_SQS),
    useQueueUrlAsEndpoint: false,
  });
}

/** Puts a message on the events queue, in a group of its own unless `more` says otherwise. */
export async function sendTo(
  run: Pick<LocalRun, 'environment'>,
  body: string,
  more: Partial<SendMessageCommandInput> = {},
): Promise<string> {
  const { MessageId } = await queueClient(run).send(
    new SendMessageCommand({
      QueueUrl: run.environment.EVENTS_QUEUE_URL,
      MessageBody: body,
      MessageGroupId: randomUUID(),
      MessageDeduplicationId: randomUUID(),
      ...more,
    }),
  );
  return MessageId ?? '';
}
