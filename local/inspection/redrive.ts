import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/**
 * Moves dead letters back as the console's redrive does: body, attributes, group and deduplication id
 * stay, the message id is a new one.
 *
 * @param atMost how many there were at the start: what dies again meanwhile must not go round in circles
 * @returns how many were moved
 */
export async function redrive(
  sqs: SQSClient,
  urls: { readonly EVENTS_QUEUE_URL: string; readonly DEAD_LETTERS_QUEUE_URL: string },
  atMost: number,
): Promise<number> {
  let moved = 0;
  while (moved < atMost) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: urls.DEAD_LETTERS_QUEUE_URL,
        MaxNumberOfMessages: Math.min(10, atMost - moved),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    for (const message of Messages) {
      await sqs.send(copyOf(message, urls.EVENTS_QUEUE_URL));
      await sqs.send(
        new DeleteMessageCommand({
          QueueUrl: urls.DEAD_LETTERS_QUEUE_URL,
          ReceiptHandle: message.ReceiptHandle,
        }),
      );
      moved += 1;
    }
  }
  return moved;
}

function copyOf(message: Message, QueueUrl: string): SendMessageCommand {
  return new SendMessageCommand({
    QueueUrl,
    MessageBody: message.Body,
    MessageAttributes: message.MessageAttributes,
    MessageGroupId: message.Attributes?.MessageGroupId,
    MessageDeduplicationId: message.Attributes?.MessageDeduplicationId,
  });
}
