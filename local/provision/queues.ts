import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Settings } from '../../infra/settings.ts';

/** Makes both queues, or gives existing ones the present settings. */
export async function provisionQueues(sqs: SQSClient, endpoint: string, settings: Settings) {
  const { events, deadLetters } = settings;
  const deadLettersQueueUrl = await ensureQueue(sqs, endpoint, deadLetters.name, {
    MessageRetentionPeriod: String(deadLetters.retentionSeconds),
  });
  const eventsQueueUrl = await ensureQueue(sqs, endpoint, events.name, {
    MessageRetentionPeriod: String(events.retentionSeconds),
    VisibilityTimeout: String(events.visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: await arnOf(sqs, deadLettersQueueUrl),
      maxReceiveCount: events.maxReceiveCount,
    }),
  });
  return { eventsQueueUrl, deadLettersQueueUrl };
}

/** The queue's own name of itself, which a redrive policy and a Lambda event refer to. */
export async function arnOf(sqs: SQSClient, queueUrl: string): Promise<string> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ['QueueArn'],
  });
  const { Attributes } = await sqs.send(command);
  return Attributes?.QueueArn ?? '';
}

/** Without the last two a FIFO queue ends at 300 messages a second. They are for a new queue only. */
const HIGH_THROUGHPUT = {
  FifoQueue: 'true',
  DeduplicationScope: 'messageGroup',
  FifoThroughputLimit: 'perMessageGroupId',
};

async function ensureQueue(
  sqs: SQSClient,
  endpoint: string,
  name: string,
  attributes: Record<string, string>,
): Promise<string> {
  const existing = await findQueue(sqs, name);
  if (existing !== undefined) {
    const url = reachable(existing, endpoint);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
    return url;
  }
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { ...attributes, ...HIGH_THROUGHPUT } }),
  );
  return reachable(QueueUrl as string, endpoint);
}

async function findQueue(sqs: SQSClient, name: string): Promise<string | undefined> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

/**
 * Emulators write hosts into their URLs that do not resolve everywhere (`sqs.<region>.localhost`), or
 * even AWS's own, which a client that follows the URL would reach. They look at the path only.
 */
function reachable(queueUrl: string, endpoint: string): string {
  return new URL(new URL(queueUrl).pathname, endpoint).href;
}
