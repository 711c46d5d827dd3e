import { request } from 'node:http';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../../local/clients.ts';
import { eventually } from '../eventually.ts';
import { type FixtureRun, startFixtureRun } from './fixture-run.ts';
import { sendTo } from './queue-client.ts';

let run: FixtureRun;
beforeAll(async () => {
  run = await startFixtureRun();
  await put('LEDGER_TABLE', {
    eventId: 'a',
    receivedAt: '2026-01-01T00:00:00.000Z',
    status: 'DONE',
  });
  await put('LEDGER_TABLE', {
    eventId: 'c',
    receivedAt: '2026-01-02T00:00:00.000Z',
    status: 'DONE',
  });
  await put('LEDGER_TABLE', {
    eventId: 'b',
    receivedAt: '2026-01-02T00:00:00.000Z',
    status: 'DEAD',
  });
  await put('LEDGER_TABLE', { eventId: 'sha256:1/2#3', receivedAt: '2025-01-01', attempts: 2 });
  await put('STATE_TABLE', { pk: 'USER#u 1', sk: 'PROFILE', version: 1 });
  await put('STATE_TABLE', { pk: 'USER#u 1', sk: 'ACCOUNT#a', version: 1 });
  await put('STATE_TABLE', { pk: 'RECORD#r/1', sk: 'RECORD', version: 1 });
});
afterAll(() => run.stop());

async function put(table: 'LEDGER_TABLE' | 'STATE_TABLE', item: object) {
  const dynamodb = new DynamoDBClient(clientOptions(run.environment.AWS_ENDPOINT_URL_DYNAMODB));
  await dynamodb.send(
    new PutItemCommand({ TableName: run.environment[table], Item: marshall(item) }),
  );
}

const ids = (rows: { eventId: string }[]) => rows.map(({ eventId }) => eventId);

const status = (path: string, headers: Record<string, string>, method = 'GET') =>
  new Promise((resolve, reject) => {
    request(`${run.url}/_local/${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('/_local', () => {
  it('lists events newest first, then by id', async () => {
    const { items } = await run.look('events');

    expect(ids(items)).toEqual(['b', 'c', 'a', 'sha256:1/2#3']);
  });

  it('lists so many, and those of one status only', async () => {
    expect(ids((await run.look('events?limit=1')).items)).toEqual(['b']);
    expect(ids((await run.look('events?status=DONE&limit=9')).items)).toEqual(['c', 'a']);
    expect((await run.look('events?status=NONE')).items).toEqual([]);
  });

  it.each(['0', '-1', '10001', 'x', '1.5', ''])('refuses the limit "%s"', async (limit) => {
    const response = await fetch(`${run.url}/_local/events?limit=${limit}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      code: 'bad-limit',
      message: `limit must be a whole number from 1 to 10000, not "${limit}".`,
    });
  });

  it('holds nothing of an id that a terminal would act upon', async () => {
    const id = 'et-\u202e\u009b31m\u2028';

    const response = await fetch(`${run.url}/_local/events/${encodeURIComponent(id)}`);

    const text = await response.text();
    expect(text).not.toMatch(/[\u202e\u009b\u2028]/);
    expect(JSON.parse(text)).toMatchObject({ message: `The ledger has no row for ${id}.` });
  });

  it('shows one event by its URL-encoded id', async () => {
    const row = await run.look(`events/${encodeURIComponent('sha256:1/2#3')}`);

    expect(row).toEqual({ eventId: 'sha256:1/2#3', receivedAt: '2025-01-01', attempts: 2 });
  });

  it('answers 404 for an event that is not there', async () => {
    const response = await fetch(`${run.url}/_local/events/nobody`);

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      code: 'no-event',
      message: 'The ledger has no row for nobody.',
    });
  });

  it('shows a user’s state items', async () => {
    const { items } = await run.look('users/u%201');

    expect(items).toEqual([
      { pk: 'USER#u 1', sk: 'ACCOUNT#a', version: 1 },
      { pk: 'USER#u 1', sk: 'PROFILE', version: 1 },
    ]);
    expect(await run.look('users/nobody')).toEqual({ items: [] });
  });

  it('shows what is known in one partition', async () => {
    const { items } = await run.look('state/RECORD%23r%2F1');

    expect(items).toEqual([{ pk: 'RECORD#r/1', sk: 'RECORD', version: 1 }]);
    expect(await run.look('state/RECORD%23nobody')).toEqual({ items: [] });
  });

  it('shows a body byte by byte, and answers 404 for one that is not there', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x0a]);
    const s3 = new S3Client({
      ...clientOptions(run.environment.AWS_ENDPOINT_URL_S3),
      forcePathStyle: true,
    });
    const Bucket = run.environment.BODIES_BUCKET;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'bodies/a1', Body: bytes }));

    const found = await fetch(`${run.url}/_local/bodies/a1`);
    const absent = await fetch(`${run.url}/_local/bodies/a2`);

    expect(Buffer.from(await found.arrayBuffer())).toEqual(bytes);
    expect(absent.status).toBe(404);
    expect(await absent.json()).toEqual({
      code: 'no-body',
      message: 'The bucket has no body bodies/a2.',
    });
  });

  it('shows announcements newest first', async () => {
    const client = new EventBridgeClient(
      clientOptions(run.environment.AWS_ENDPOINT_URL_EVENTBRIDGE),
    );
    for (const n of [1, 2]) {
      const entry = { Source: 's', DetailType: 'T', Detail: JSON.stringify({ n }) };
      await client.send(
        new PutEventsCommand({ Entries: [{ ...entry, EventBusName: run.environment.EVENT_BUS }] }),
      );
    }

    const { items } = await run.look('announcements');

    expect(items).toMatchObject([{ detail: { n: 2 } }, { detail: { n: 1 } }]);
    expect(run.eventBridge.announcements).toHaveLength(2);
  });

  it('says that there is nothing at another path', async () => {
    const response = await fetch(`${run.url}/_local/secrets`);

    expect(response.status).toBe(404);
    expect(JSON.stringify(await response.json())).toContain('GET /_local/events/{id}');
  });

  it('refuses names that are not this machine’s, and pages of other sites', async () => {
    expect(await status('health', { host: 'localhost:8787' })).toBe(200);
    expect(await status('health', { host: 'evil.example:8787' })).toBe(403);
    expect(await status('redrive', { origin: 'https://evil.example' }, 'POST')).toBe(403);
  });

  it('answers 503 while an engine is down', async () => {
    await run.engines.dynamodb.stop();
    const response = await fetch(`${run.url}/_local/events`);
    await run.engines.dynamodb.start();

    expect(response.status).toBe(503);
    expect((await fetch(`${run.url}/_local/events`)).status).toBe(200);
  });
});

const redrive = async () => {
  const response = await fetch(`${run.url}/_local/redrive`, { method: 'POST' });
  return await response.json();
};

describe('a redrive', () => {
  it('moves every dead letter back as it was, as a new message', async () => {
    const dead = { QueueUrl: run.environment.DEAD_LETTERS_QUEUE_URL, MessageGroupId: 'group' };
    const MessageAttributes = { eventId: { DataType: 'String', StringValue: 'et-1' } };
    const messageId = await sendTo(run, 'dead 1', {
      ...dead,
      MessageDeduplicationId: 'd1',
      MessageAttributes,
    });
    await sendTo(run, 'dead 2', { ...dead, MessageDeduplicationId: 'd2' });
    expect(await run.look('queues')).toMatchObject({ deadLetters: { visible: 2, inFlight: 0 } });

    const answer = await redrive();

    expect(answer).toEqual({ moved: 2 });
    const [first, second] = await eventually(() => run.handled().length === 2 && run.handled());
    expect(first?.got).toMatchObject({
      body: 'dead 1',
      attributes: { MessageGroupId: 'group', MessageDeduplicationId: 'd1' },
      messageAttributes: { eventId: { stringValue: 'et-1', dataType: 'String' } },
    });
    expect(first?.got.messageId).not.toBe(messageId);
    expect(second?.got.body).toBe('dead 2');
    expect((await run.look('queues')).deadLetters).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('moves nothing when there is nothing', async () => {
    expect(await redrive()).toEqual({ moved: 0 });
  });
});
