import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientOptions } from '../../../local/clients.ts';
import type { LocalEnvironment } from '../../../local/environment.ts';

/** Looks into the queues past the faulty endpoint. */
export interface Queues {
  /** How many messages wait for the worker or are with it. */
  waiting(): Promise<number>;
  /** Takes all dead letters out; their event ids. */
  takeDeadLetters(): Promise<string[]>;
  close(): void;
}

/** @param url of the engine itself */
export function lookAtQueues(url: string, environment: LocalEnvironment): Queues {
  const client = new SQSClient({ ...clientOptions(url), useQueueUrlAsEndpoint: false });
  const { EVENTS_QUEUE_URL, DEAD_LETTERS_QUEUE_URL } = environment;
  const waiting = async (): Promise<number> => {
    const command = new GetQueueAttributesCommand({
      QueueUrl: EVENTS_QUEUE_URL,
      AttributeNames: ['All'],
    });
    const { Attributes = {} } = await client.send(command);
    const {
      ApproximateNumberOfMessages: visible,
      ApproximateNumberOfMessagesNotVisible: inFlight,
      ApproximateNumberOfMessagesDelayed: delayed,
    } = Attributes;
    return Number(visible) + Number(inFlight) + Number(delayed);
  };
  return {
    waiting,
    async takeDeadLetters() {
      const ids: string[] = [];
      for (;;) {
        const command = new ReceiveMessageCommand({
          QueueUrl: DEAD_LETTERS_QUEUE_URL,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
        });
        const { Messages = [] } = await client.send(command);
        if (Messages.length === 0) return ids;
        for (const { MessageAttributes, ReceiptHandle } of Messages) {
          ids.push(MessageAttributes?.eventId?.StringValue ?? '');
          // Its group is locked until it is gone.
          const done = { QueueUrl: DEAD_LETTERS_QUEUE_URL, ReceiptHandle };
          await client.send(new DeleteMessageCommand(done));
        }
      }
    },
    close: () => client.destroy(),
  };
}
