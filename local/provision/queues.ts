import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Made } from '../template/resolve.ts';
import type { QueueDefinition } from '../template/read-queues.ts';

/** Makes the queues, or gives existing ones what the template says now. Both by logical id. */
export async function provisionQueues(
  sqs: SQSClient,
  endpoint: string,
  queues: Readonly<Record<string, QueueDefinition>>,
): Promise<Made> {
  const made: Record<string, Made[string]> = {};
  const order = Object.entries(queues).toSorted(([, one], [, other]) => rank(one) - rank(other));
  for (const [id, { name, attributes, redrive }] of order) {
    const ref = await ensureQueue(sqs, endpoint, name, {
      ...attributes,
      ...(redrive && {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: made[redrive.deadLettersId]?.arn,
          maxReceiveCount: redrive.maxReceiveCount,
        }),
      }),
    });
    made[id] = { ref, arn: await arnOf(sqs, ref) };
  }
  return made;
}

/** Dead letters first: who sends there needs their ARN. */
function rank({ redrive }: QueueDefinition): number {
  return redrive ? 1 : 0;
}

/** The queue's own name of itself, which a redrive policy and a Lambda event refer to. */
async function arnOf(sqs: SQSClient, queueUrl: string): Promise<string> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ['QueueArn'],
  });
  const { Attributes } = await sqs.send(command);
  return Attributes?.QueueArn ?? '';
}

/** These make a queue what it is: SQS takes them for a new one only. */
const FOR_NEW_ONLY = new Set(['FifoQueue', 'DeduplicationScope', 'FifoThroughputLimit']);

async function ensureQueue(
  sqs: SQSClient,
  endpoint: string,
  name: string,
  attributes: Record<string, string>,
): Promise<string> {
  const existing = await findQueue(sqs, name);
  if (existing !== undefined) {
    const url = reachable(existing, endpoint);
    const changeable = Object.entries(attributes).filter(([key]) => !FOR_NEW_ONLY.has(key));
    const command = { QueueUrl: url, Attributes: Object.fromEntries(changeable) };
    await sqs.send(new SetQueueAttributesCommand(command));
    return url;
  }
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
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
