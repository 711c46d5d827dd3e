import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Incoming, toMessage } from '../../../lambdas/message/event-message.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';

let receiver: Receiver;
let sqs: SQSClient;
beforeAll(async () => {
  receiver = await startReceiver();
  const { AWS_ENDPOINT_URL_SQS: endpoint, AWS_REGION: region } = receiver.run.environment;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sqs = new SQSClient({ endpoint, region, credentials, useQueueUrlAsEndpoint: false });
});
afterAll(() => receiver.run.stop());

async function enqueue(incoming: Incoming, deduplicationId?: string): Promise<void> {
  const message = toMessage(incoming);
  const attributes = Object.entries(message.attributes);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: receiver.run.environment.EVENTS_QUEUE_URL,
      MessageBody: message.text,
      MessageGroupId: message.groupId,
      MessageDeduplicationId: deduplicationId ?? message.deduplicationId,
      MessageAttributes: Object.fromEntries(
        attributes.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    }),
  );
}

const announcementsOf = (eventId: string) =>
  receiver.run.eventBridge.announcements.filter(({ detail }) => detail.eventId === eventId).length;

describe('an event that is done', () => {
  it('and comes again after five minutes, past the deduplication of SQS, is dropped by the ledger', async () => {
    const event = buildEvent('ACCOUNT_CONNECTED');
    await receiver.deliver(event);
    const done = await receiver.rowWhen(event.id, 'DONE');

    const body = Buffer.from(JSON.stringify(event));
    const receivedAt = new Date().toISOString();
    await enqueue({ body, origin: 'webhook', receivedAt }, 'five-minutes-later');

    await soon(() => expect(receiver.metric('Duplicates')).toBe(1));
    expect(await receiver.row(event.id)).toEqual(done);
    expect(announcementsOf(event.id)).toBe(1);
  });

  it('is handled once more by a replay, which is not swallowed within five minutes', async () => {
    const event = buildEvent('ACCOUNT_CONNECTED');
    await receiver.deliver(event);
    const done = await receiver.rowWhen(event.id, 'DONE');
    const before = await receiver.userItems(event.data.userId);

    await enqueue({
      body: Buffer.from(JSON.stringify(event)),
      origin: 'replay',
      receivedAt: done.receivedAt as string,
      replayId: 'r1',
    });

    const replayed = await receiver.rowWhen(`${event.id}#r1`, 'DONE');
    expect(replayed).toMatchObject({ origin: 'replay', outcome: 'APPLIED', attempts: 1 });
    // Its calls to the outside are to happen again, so its key is a new one.
    expect(announcementsOf(event.id)).toBe(1);
    expect(announcementsOf(`${event.id}#r1`)).toBe(1);
    expect(await receiver.userItems(event.data.userId)).toEqual(before);
    expect(await receiver.row(event.id)).toEqual(done);
  });
});

describe('a message without our attributes, as a person sends it from the console', () => {
  it('is handled like any other', async () => {
    const event = buildEvent('USER_CREATED');

    await sqs.send(
      new SendMessageCommand({
        QueueUrl: receiver.run.environment.EVENTS_QUEUE_URL,
        MessageBody: JSON.stringify(event),
        MessageGroupId: 'by-hand',
        MessageDeduplicationId: event.id,
      }),
    );

    expect(await receiver.rowWhen(event.id, 'DONE')).toMatchObject({ outcome: 'APPLIED' });
  });
});

describe('a message whose body is gone from the bucket', () => {
  it('is dead at once, with a row and a reason', async () => {
    const body = Buffer.from(
      JSON.stringify(buildEvent('USER_CREATED', { padding: 'x'.repeat(20_000) })),
    );
    const message = toMessage({ body, origin: 'webhook', receivedAt: new Date().toISOString() });

    await enqueue({ body, origin: 'webhook', receivedAt: new Date().toISOString() });

    const row = await receiver.rowWhen(message.eventId, 'DEAD');
    expect(row).toMatchObject({ bodyRef: message.bodyRef, lastError: { message: 'body-missing' } });
  });
});
