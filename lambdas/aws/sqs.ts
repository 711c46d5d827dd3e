import {
  ChangeMessageVisibilityCommand,
  type MessageAttributeValue,
  SendMessageBatchCommand,
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
  const command = new SendMessageCommand({ QueueUrl: queueUrl, ...asEntry(message) });
  await sqs.send(command, { abortSignal });
}

/** SQS takes so many messages in one request (SQS API reference, SendMessageBatch). */
const MAX_ENTRIES = 10;

/** SQS took the request but not every message. */
export class EntryNotSent extends Error {
  override readonly name = 'EntryNotSent';
  readonly code: string;
  constructor(code = 'unknown') {
    super('SQS did not take every message: send all of them again.');
    this.code = code;
  }
}

/**
 * Puts messages on a FIFO queue. When it returns, all are on durable storage and stand in their order; when
 * it throws, some may be there, in order among themselves. Whoever sends all of them again brings an earlier
 * one behind a later one then: readers go by the stamps, not by the place in the queue.
 *
 * @throws EntryNotSent when SQS refuses one of them
 */
export async function sendMessages(
  queueUrl: string,
  messages: readonly FifoMessage[],
  abortSignal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < messages.length; start += MAX_ENTRIES) {
    const Entries = messages.slice(start, start + MAX_ENTRIES).map(asBatchEntry);
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
    const { Failed: [failed] = [] } = await sqs.send(command, { abortSignal });
    if (failed) throw new EntryNotSent(failed.Code);
  }
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

function asBatchEntry(message: FifoMessage, index: number) {
  return Object.assign(asEntry(message), { Id: String(index) });
}

function asEntry({ text, groupId, deduplicationId, attributes }: FifoMessage) {
  return {
    MessageBody: text,
    MessageGroupId: groupId,
    MessageDeduplicationId: deduplicationId,
    MessageAttributes: asAttributes(attributes),
  };
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
