import { type MessageAttributeValue, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Stage } from './stage.ts';

/** A message for the events queue. */
export interface Sending {
  readonly text: string | undefined;
  readonly groupId: string;
  readonly deduplicationId: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
}

/** What a redrive or a replay does with an event, and why not. */
export type Sent =
  | { readonly eventId: string; readonly key: string; readonly messageId: string }
  | { readonly eventId: string; readonly refused: string };

/** Sends a message to the worker, and returns SQS's id of it. */
export async function sendEvent({ sqs, names }: Stage, sending: Sending): Promise<string> {
  const { MessageId = '' } = await sqs.send(
    new SendMessageCommand({
      QueueUrl: names.events,
      MessageBody: sending.text,
      MessageGroupId: sending.groupId,
      MessageDeduplicationId: sending.deduplicationId,
      MessageAttributes: sending.attributes,
    }),
  );
  return MessageId;
}

/** Attributes as SQS wants them. */
export function textAttributes(
  texts: Readonly<Record<string, string>>,
): Record<string, MessageAttributeValue> {
  const entries = Object.entries(texts);
  return Object.fromEntries(
    entries.map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
  );
}

/** The attribute that lets the handler of an overtaken event run. */
export const RUN_WHEN_STALE = textAttributes({ whenStale: 'run' });

/** Resolves when `rate` calls of it in a second are not too many. */
export function pace(rate: number): () => Promise<void> {
  let next = performance.now();
  return async () => {
    const wait = next - performance.now();
    next = Math.max(next, performance.now()) + 1000 / rate;
    if (wait > 0) {
      await new Promise((resolve) => {
        setTimeout(resolve, wait);
      });
    }
  };
}
