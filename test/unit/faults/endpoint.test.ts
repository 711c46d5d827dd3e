import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type FaultyEndpoint, startFaultyEndpoint } from '../../faults/rig/endpoint.ts';
import { createJournal } from '../../faults/rig/journal.ts';

/** An endpoint before a stand-in that keeps what it is sent. */
async function started(restart = async () => undefined as void) {
  const bodies: Record<string, unknown>[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    bodies.push(JSON.parse(await text(incoming)) as Record<string, unknown>);
    const MessageId = `message-${bodies.length}`;
    const MessageAttributes = { eventId: { StringValue: 'et-1' } };
    const Messages = [{ MessageId, ReceiptHandle: 'receipt', MessageAttributes }];
    response.end(JSON.stringify({ MessageId, Messages }));
  };
  const back = createServer((incoming, response) => void answer(incoming, response));
  back.listen(0, '127.0.0.1');
  await once(back, 'listening');
  const url = `http://127.0.0.1:${(back.address() as AddressInfo).port}`;
  const journal = createJournal();
  const endpoint = await startFaultyEndpoint(
    { sqs: url, dynamodb: url, services: url, partner: url },
    { restart, killCallbacks: async () => undefined },
    journal.note,
  );
  closing.push(endpoint, { close: async () => void back.close() });
  return { endpoint, journal, bodies };
}

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});

/** The status of a call; undefined when the connection was reset. */
async function called({ url }: FaultyEndpoint, target: string, body: object) {
  const headers = { 'x-amz-target': target };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(
    () => undefined,
  );
  return answer?.status;
}

const readState = (endpoint: FaultyEndpoint) =>
  called(endpoint, 'DynamoDB_20120810.GetItem', { Key: { pk: { S: 'USER#u' } } });

const send = (endpoint: FaultyEndpoint) =>
  called(endpoint, 'AmazonSQS.SendMessage', {
    MessageBody: 'body',
    MessageDeduplicationId: 'digest',
    MessageAttributes: { eventId: { StringValue: 'et-1' } },
  });

const receive = (endpoint: FaultyEndpoint) => called(endpoint, 'AmazonSQS.ReceiveMessage', {});

const remove = (endpoint: FaultyEndpoint) =>
  called(endpoint, 'AmazonSQS.DeleteMessage', { ReceiptHandle: 'receipt' });

describe('the faulty endpoint', () => {
  it('lets faults that are aimed at the same calls happen one after the other', async () => {
    const { endpoint, journal } = await started();
    const one = endpoint.aim('read-state', 'USER#u', 'throttle', 2);
    const other = endpoint.aim('read-state', 'USER#u', 'throttle');

    const first = await readState(endpoint);
    const after = [one(), other()];
    const later = [await readState(endpoint), await readState(endpoint), await readState(endpoint)];

    expect(first).toBe(400);
    expect(after).toEqual([true, false]);
    expect(later).toEqual([400, 400, 200]);
    expect([one(), other()]).toEqual([true, true]);
    expect(journal.hits).toHaveLength(3);
  });

  it('does not count a cut that meets an engine that is away: that has done nothing', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { endpoint, journal } = await started(() => promise);
    endpoint.aim('send', 'et-1', 'restart');
    const cut = endpoint.aim('send', 'et-1', 'cut', 2);

    const away = [await send(endpoint), await send(endpoint)];
    const whileAway = cut();
    resolve();
    await expect.poll(() => journal.hits).toHaveLength(2);
    const back = await send(endpoint);

    expect([...away, back]).toEqual([undefined, undefined, undefined]);
    expect([whileAway, cut()]).toEqual([false, true]);
  });

  it('makes SQS take one message of a forgotten event for a new one', async () => {
    const { endpoint, bodies } = await started();
    endpoint.forget('et-1');

    const statuses = [await send(endpoint), await send(endpoint)];

    const [first, second] = bodies.map(({ MessageDeduplicationId }) => MessageDeduplicationId);
    expect(statuses).toEqual([200, 200]);
    expect(first).not.toBe('digest');
    expect(bodies[0]).toEqual({ ...bodies[1], MessageDeduplicationId: first });
    expect(second).toBe('digest');
  });

  it('notes a cut after what it has cut, and a restart before and after', async () => {
    const { endpoint, journal } = await started();
    endpoint.aim('send', 'et-1', 'cut');
    endpoint.aim('send', 'et-1', 'restart');

    const statuses = [await send(endpoint), await send(endpoint)];
    await expect.poll(() => journal.hits).toHaveLength(3);

    expect(statuses).toEqual([undefined, undefined]);
    expect(journal.messages.get('et-1')?.size).toBe(1);
    expect(journal.hits.map(({ fault, at }) => `${fault} ${at}`)).toEqual([
      'cut 2',
      'restart 3',
      'restart 4',
    ]);
  });

  it('cuts a deletion at each of its tries, although the first one has done it', async () => {
    const { endpoint, journal } = await started();
    await receive(endpoint);
    endpoint.aim('delete', 'et-1', 'cut', 2);

    const statuses = [await remove(endpoint), await remove(endpoint), await remove(endpoint)];

    expect(statuses).toEqual([undefined, undefined, 200]);
    expect(journal.hits).toHaveLength(2);
  });

  it('notes a fault of a message that a poll has brought as that of its event', async () => {
    const { endpoint, journal } = await started();
    endpoint.aim('receive', 'et-1', 'cut');

    const statuses = [await receive(endpoint), await receive(endpoint)];

    expect(statuses).toEqual([undefined, 200]);
    expect(journal.hits).toMatchObject([{ step: 'receive', about: 'et-1', fault: 'cut' }]);
  });

  it('restarts an engine once when it is hit twice', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let restarts = 0;
    const { endpoint, journal } = await started(async () => {
      restarts += 1;
      await promise;
    });
    endpoint.aim('send', 'et-1', 'restart', 2);

    await Promise.all([send(endpoint), send(endpoint)]);
    resolve();
    await expect.poll(() => journal.hits).toHaveLength(4);

    expect(restarts).toBe(1);
    await expect.poll(() => send(endpoint)).toBe(200);
  });
});
