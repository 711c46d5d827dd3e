import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { askAws } from '../ask-aws.ts';

/** Messages of a queue; SQS counts them roughly. */
export interface QueueCounts {
  /** Ready to be received, or delayed. */
  readonly waiting: number;
  /** Received, and hidden until they are deleted or come back. */
  readonly inFlight: number;
}

/** @throws StageOutOfReach */
export async function queueCounts(
  sqs: SQSClient,
  url: string,
  abortSignal: AbortSignal,
): Promise<QueueCounts> {
  const { Attributes = {} } = await askAws({
    action: 'sqs:GetQueueAttributes',
    on: `the queue ${queueName(url)}`,
    ask: () =>
      sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: [
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesDelayed',
            'ApproximateNumberOfMessagesNotVisible',
          ],
        }),
        { abortSignal },
      ),
  });
  return {
    waiting:
      Number(Attributes.ApproximateNumberOfMessages ?? 0) +
      Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

export const queueName = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
