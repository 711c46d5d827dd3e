import { randomUUID } from 'node:crypto';
import { buildEvent } from '../testing/builders/build-event.ts';
import { sign } from '../lambdas/smile/signature.ts';
import { toMessage } from '../lambdas/message/event-message.ts';
import { accountName } from './users.ts';

/** What Smile signs with here. */
export const SECRET = 'bench-secret';

export const context = {
  awsRequestId: randomUUID(),
  functionName: 'bench',
  getRemainingTimeInMillis: () => 30_000,
};

let made = 0;

/**
 * A new event of a user as Smile would write it, of so many bytes, or more where it needs more. It is later
 * than all before it: an older one would be stale, and cost less.
 */
export function newBody(bytes: number, userId = `tenant-${randomUUID()}`): Buffer {
  made += 1;
  const createdAt = new Date(Date.now() - 60_000 + made).toISOString();
  const data = { userId, accountId: accountName(userId) };
  const event = buildEvent('ACCOUNT_CONNECTED', { createdAt, data });
  const of = (padding: string) => Buffer.from(JSON.stringify({ ...event, padding }));
  return of('x'.repeat(Math.max(0, bytes - of('').byteLength)));
}

/** The event of a REST API whose bodies are binary. */
export function gatewayEvent(body: Buffer) {
  return {
    body: body.toString('base64'),
    isBase64Encoded: true,
    headers: { 'Smile-Signature': sign(body, SECRET) },
  };
}

/**
 * The event of a FIFO queue with one message, as the ingress would have sent it; and where it would have put
 * the body, if that is not in the message.
 */
export function queueEvent(body: Buffer) {
  const receivedAt = new Date().toISOString();
  const message = toMessage({ body, origin: 'webhook', receivedAt });
  const attributes = Object.entries(message.attributes);
  const record = {
    messageId: randomUUID(),
    receiptHandle: 'none',
    eventSource: 'aws:sqs',
    body: message.text,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.now()),
      MessageGroupId: message.groupId,
    },
    messageAttributes: Object.fromEntries(
      attributes.map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]),
    ),
  };
  return { event: { Records: [record] }, bodyRef: message.bodyRef };
}
