import { randomUUID } from 'node:crypto';
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { readEnvelope } from '../../lambdas/smile/envelope.ts';

/** What a redrive has done. */
export interface Redriven {
  readonly moved: number;
  /** Named events that had no dead letter. */
  readonly absent: readonly string[];
}

/**
 * Moves dead letters back as the console's redrive does: body, attributes, group and deduplication id
 * stay, the message id is a new one. Tickets move as they are: the worker rebuilds their events from the ledger.
 *
 * A dead letter of another event goes to the end of its own queue. Kept in hand until the end, it would lock its
 * group, and hide those that come after it.
 *
 * @param atMost how many there were at the start: what dies again meanwhile must not go round in circles
 * @param eventIds moves those of these events only; none: all
 */
export async function redrive(
  sqs: SQSClient,
  urls: { readonly EVENTS_QUEUE_URL: string; readonly DEAD_LETTERS_QUEUE_URL: string },
  atMost: number,
  eventIds: readonly string[],
): Promise<Redriven> {
  const found = new Set<string>();
  let moved = 0;
  for (let seen = 0; seen < atMost; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: urls.DEAD_LETTERS_QUEUE_URL,
        MaxNumberOfMessages: Math.min(10, atMost - seen),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    seen += Messages.length;
    for (const message of Messages) {
      const id = eventIdOf(message);
      const isWanted = eventIds.length === 0 || eventIds.includes(id);
      const copy = isWanted
        ? { ...copyOf(message), QueueUrl: urls.EVENTS_QUEUE_URL }
        : // Under its own deduplication id the queue would drop it within five minutes of its death.
          {
            ...copyOf(message),
            QueueUrl: urls.DEAD_LETTERS_QUEUE_URL,
            MessageDeduplicationId: randomUUID(),
          };
      await sqs.send(new SendMessageCommand(copy));
      await sqs.send(
        new DeleteMessageCommand({
          QueueUrl: urls.DEAD_LETTERS_QUEUE_URL,
          ReceiptHandle: message.ReceiptHandle,
        }),
      );
      if (!isWanted) continue;
      found.add(id);
      moved += 1;
    }
  }
  return { moved, absent: eventIds.filter((id) => !found.has(id)) };
}

/** The event's key in the ledger. A message that was sent by hand may have no attributes. */
function eventIdOf({ MessageAttributes, Body = '' }: Message): string {
  const attribute = MessageAttributes?.eventId?.StringValue;
  return attribute ?? readEnvelope(Buffer.from(Body)).envelope?.id ?? '';
}

function copyOf(message: Message): Omit<SendMessageCommandInput, 'QueueUrl'> {
  return {
    MessageBody: message.Body,
    MessageAttributes: message.MessageAttributes,
    MessageGroupId: message.Attributes?.MessageGroupId,
    MessageDeduplicationId: message.Attributes?.MessageDeduplicationId,
  };
}
