import {
  ChangeMessageVisibilityCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientOptions } from './options.ts';

/** A message for a FIFO queue; every attribute is a string. */
export interface FifoMessage {
  readonly text: string;
  readonly groupId: string;
  readonly deduplicationId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * `useQueueUrlAsEndpoint: false` keeps an endpoint override in force: the client would otherwise
 * follow the host inside the queue URL, and a local run could reach AWS.
 */
const sqs = new SQSClient({ ...clientOptions, useQueueUrlAsEndpoint: false });

/** Puts a message on a FIFO queue. When it returns, the message is on durable storage. */
export async function sendMessage(
  queueUrl: string,
  message: FifoMessage,
  abortSignal: AbortSignal,
): Promise<void> {
  const command = new SendMessageCommand({
    QueueUrl: queueUrl,
    MessageBody: message.text,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    MessageAttributes: asAttributes(message.attributes),
  });
  await sqs.send(command, { abortSignal });
}

/** Hides a received message for so many seconds more; zero makes it visible at once. */
export async function hideMessage(
  queueUrl: string,
  receiptHandle: string,
  seconds: number,
  abortSignal: AbortSignal,
): Promise<void> {
  const command = new ChangeMessageVisibilityCommand({
    QueueUrl: queueUrl,
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: seconds,
  });
  await sqs.send(command, { abortSignal });
}

function asAttributes(attributes: Readonly<Record<string, string>>) {
  const entries = Object.entries(attributes).map(
    ([name, StringValue]): [string, MessageAttributeValue] => [
      name,
      { DataType: 'String', StringValue },
    ],
  );
  return Object.fromEntries(entries);
}
