import type { SQSRecord } from 'aws-lambda';
import type { EventMessage } from '../../../lambdas/message/event-message.ts';

/** The message as SQS hands it to the worker. */
export function asRecord(
  { text, groupId, deduplicationId, attributes }: EventMessage,
  messageId: string,
  receives: number,
): SQSRecord {
  return {
    messageId,
    receiptHandle: `${messageId}-${receives}`,
    body: text,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(Date.now()),
      SenderId: 'ingress',
      ApproximateFirstReceiveTimestamp: String(Date.now()),
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [
        name,
        { stringValue, dataType: 'String' as const },
      ]),
    ),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:smile-fuzz-events.fifo',
    awsRegion: 'eu-west-1',
  };
}

/** Whether these bytes travel as a message's text: short enough, and SQS takes them (SQS API reference, SendMessage). */
export function isCarried(body: Uint8Array, maxBytes = 3072): boolean {
  const text = Buffer.from(body).toString();
  return (
    body.length > 0 && body.length <= maxBytes && Buffer.from(text).equals(body) && isLegal(text)
  );
}

/** By SQS's own words: #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF. */
export function isLegal(text: string): boolean {
  return Array.from(text).every((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
    return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
  });
}
