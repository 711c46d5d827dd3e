import { createHash } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClients } from '../../../local/clients.ts';
import { toMessage } from '../../../lambdas/message/event-message.ts';
import { toTicket } from '../../../lambdas/message/ticket.ts';
import type { FifoMessage } from '../../../lambdas/aws/sqs.ts';
import { holdDeadLetters } from '../../../operations/held-letters.ts';
import { localStage } from '../../../operations/local-stage.ts';
import { redriveWithRest } from '../../../operations/redrive.ts';
import { type Sent, textAttributes } from '../../../operations/send.ts';
import type { Stage } from '../../../operations/stage.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { type Receiver, startReceiver } from '../receiver.ts';

let receiver: Receiver;
let stage: Stage;
beforeAll(async () => {
  receiver = await startReceiver();
  stage = await localStage(receiver.run.url);
});
afterAll(() => receiver.run.stop());

/** Puts a message into the dead letters, as the worker or SQS itself does. */
async function bury({ text, groupId, deduplicationId, attributes }: FifoMessage): Promise<void> {
  const { environment } = receiver.run;
  const endpoint = environment.AWS_ENDPOINT_URL_SQS;
  const { sqs } = createClients({ sqs: endpoint, dynamodb: endpoint, s3: endpoint });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: environment.DEAD_LETTERS_QUEUE_URL,
      MessageBody: text,
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
      MessageAttributes: textAttributes(attributes),
    }),
  );
}

const wholeMessage = (id: string, userId: string) =>
  toMessage({
    body: Buffer.from(JSON.stringify(buildEvent('USER_CREATED', { id, data: { userId } }))),
    origin: 'webhook',
    receivedAt: new Date().toISOString(),
  });
const ticketOf = (eventId: string) =>
  toTicket({ eventId, eventType: 'USER_CREATED', reason: 'a bug' }, `message-of-${eventId}`);

const isMeant = () => true;

async function redriveAll(): Promise<{ sent: readonly Sent[]; beyond: number }> {
  await using held = await holdDeadLetters(stage);
  const signal = new AbortController().signal;
  const sent: Sent[] = [];
  const how = { rate: 100, runStale: false, signal };
  for await (const each of redriveWithRest(stage, held.letters, held, isMeant, how)) {
    sent.push(each);
  }
  return { sent, beyond: held.beyond };
}

const left = async () => {
  const { visible, inFlight } = (await receiver.queues()).deadLetters;
  return visible + inFlight;
};

it('a message that died before its attempt, and so has no row, is sent as it was', async () => {
  await bury(wholeMessage('et-whole', 'u-1'));

  const { sent } = await redriveAll();

  expect(sent).toMatchObject([{ eventId: 'et-whole', key: 'et-whole' }]);
  await receiver.rowWhen('et-whole', 'DONE');
  expect(await left()).toBe(0);
});

it('the ticket of an event that is done is left over from a redrive that was cut off, and is deleted', async () => {
  await bury(ticketOf('et-whole'));

  const { sent } = await redriveAll();

  expect(sent).toMatchObject([{ refused: expect.stringContaining('is done') as string }]);
  expect(await left()).toBe(0);
});

it('another body under the id of an event that is done is no leftover: it is kept as a conflict', async () => {
  const other = buildEvent('ACCOUNT_CONNECTED', { id: 'et-whole', data: { userId: 'u-1' } });
  const body = Buffer.from(JSON.stringify(other));
  await bury(toMessage({ body, origin: 'webhook', receivedAt: new Date().toISOString() }));

  const { sent } = await redriveAll();

  expect(sent).toMatchObject([{ key: 'et-whole' }]);
  const digest = createHash('sha256').update(body).digest('hex');
  await receiver.rowWhen(`sha256:${digest}`, 'QUARANTINED');
  expect(await left()).toBe(0);
});

it('a ticket whose event has expired is refused with the reason, and stays to be seen', async () => {
  await bury(ticketOf('et-expired'));

  const { sent } = await redriveAll();

  expect(sent).toMatchObject([{ refused: expect.stringContaining('has expired') as string }]);
  expect(await left()).toBe(1);
});

it('the whole messages of one user, of which a queue shows the first only, are all sent, in order', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `et-many-${String(index).padStart(2, '0')}`);
  for (const id of ids) await bury(wholeMessage(id, 'u-2'));

  const { sent, beyond } = await redriveAll();

  const keys = sent.flatMap((each) => ('key' in each ? [each.key] : []));
  expect(beyond).toBeGreaterThan(0);
  expect(keys).toEqual(ids);
  for (const id of ids) await receiver.rowWhen(id, 'DONE');
});

it('two tickets of one event are one', async () => {
  await receiver.deliver({
    ...buildEvent('ACCOUNT_CONNECTED', { id: 'et-twice' }),
    data: { userId: 'u-3' },
  });
  await receiver.rowWhen('et-twice', 'DEAD');
  await bury(ticketOf('et-twice'));

  const { sent } = await redriveAll();

  const ids = sent.flatMap((each) => ('key' in each ? [each.eventId] : []));
  expect(ids).toEqual(['et-twice']);
});
