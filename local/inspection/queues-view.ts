import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Redriven, redrive } from './redrive.ts';

/** How many messages a queue holds. */
export interface QueueDepth {
  readonly visible: number;
  /** Received and not yet deleted, or waiting for their next attempt. */
  readonly inFlight: number;
  readonly delayed: number;
}

/** The queues of a run. */
export interface QueuesView {
  depths(): Promise<{ readonly events: QueueDepth; readonly deadLetters: QueueDepth }>;
  /** Moves the dead letters of these events back; of all when none is named. */
  redrive(eventIds: readonly string[]): Promise<Redriven>;
}

const DEPTHS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const satisfies readonly QueueAttributeName[];

/** Looks at the queues behind `sqs`. */
export function queuesView(
  sqs: SQSClient,
  urls: { readonly EVENTS_QUEUE_URL: string; readonly DEAD_LETTERS_QUEUE_URL: string },
): QueuesView {
  const depth = async (QueueUrl: string): Promise<QueueDepth> => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...DEPTHS] }),
    );
    const [visible = 0, inFlight = 0, delayed = 0] = DEPTHS.map((name) =>
      Number(Attributes?.[name]),
    );
    return { visible, inFlight, delayed };
  };
  return {
    async depths() {
      const [events, deadLetters] = await Promise.all([
        depth(urls.EVENTS_QUEUE_URL),
        depth(urls.DEAD_LETTERS_QUEUE_URL),
      ]);
      return { events, deadLetters };
    },
    async redrive(eventIds) {
      // The engine notices that a message's visibility timeout is over only when it is asked for one.
      const { visible, inFlight } = await depth(urls.DEAD_LETTERS_QUEUE_URL);
      return await redrive(sqs, urls, visible + inFlight, eventIds);
    },
  };
}
