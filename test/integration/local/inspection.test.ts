import { randomUUID } from 'node:crypto';
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
  const row = { subject: 'u-1', status: 'DONE', outcome: 'STALE', type: 'USER_CREATED' };
  await put('LEDGER_TABLE', { ...row, eventId: 'd', receivedAt: '2020-01-01T00:00:00.000Z' });
  await put('LEDGER_TABLE', {
    ...row,
    eventId: 'e',
    receivedAt: '2020-01-02T00:00:00.000Z',
    subject: 'u-2',
    type: 'NEW_TYPE',
  });
  await put('LEDGER_TABLE', {
    ...row,
    eventId: 'f',
    receivedAt: '2020-01-03T00:00:00.000Z',
    outcome: 'APPLIED',
    type: 'TASK_FINISHED',
  });
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

    expect(ids(items)).toEqual(['b', 'c', 'a', 'sha256:1/2#3', 'f', 'e', 'd']);
  });

  it('lists so many, and those of one status only', async () => {
    expect(ids((await run.look('events?limit=1')).items)).toEqual(['b']);
    expect(ids((await run.look('events?status=DONE&limit=2')).items)).toEqual(['c', 'a']);
    expect((await run.look('events?status=QUARANTINED')).items).toEqual([]);
  });

  it.each(['0', '-1', '10001', 'x', '1.5'])('refuses the limit "%s"', async (limit) => {
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

  it.each([
    ['user=u-1', ['f', 'd']],
    ['user=u-1&type=TASK_FINISHED', ['f']],
    ['type=NEW_TYPE', ['e']],
    ['outcome=STALE', ['e', 'd']],
    ['before=2020-01-03', ['e', 'd']],
    ['before=2020-01-02T00:00:00.000Z', ['d']],
    ['user=u-1&outcome=APPLIED&before=2020-01-04T00:00:00Z&limit=1', ['f']],
  ])('lists the events of ?%s', async (query, expected) => {
    const { items } = await run.look(`events?${query}`);

    expect(ids(items)).toEqual(expected);
  });

  it.each([
    ['GET', 'events?subject=x', 'It takes user, type, status, outcome, before, limit.'],
    ['GET', 'events?userId=x', 'Did you mean "user"?'],
    ['GET', 'events?Limt=x', 'Did you mean "limit"?'],
    [
      'GET',
      'events/a?status=DONE',
      'GET /_local/events/{id} has no parameter "status". It takes none.',
    ],
    ['GET', 'health?x', 'It takes none.'],
    ['GET', 'queues?user=u-1', 'It takes none.'],
    ['GET', 'users/u-1?limit=1', 'It takes none.'],
    ['GET', 'announcements?limit=1', 'It takes none.'],
    ['POST', 'redrive?ids=x', 'Did you mean "id"?'],
    ['POST', 'redrive?user=x', 'It takes id.'],
    [
      'GET',
      'events?status=dead',
      'status must be one of STARTED, DONE, FAILED, DEAD, QUARANTINED, not "dead".',
    ],
    ['GET', 'events?outcome=x', 'outcome must be one of APPLIED, STALE, UNKNOWN_TYPE, not "x".'],
    [
      'GET',
      'events?before=yesterday',
      'before must be a date or a time like 2026-01-31T12:00:00Z, not "yesterday".',
    ],
    ['GET', 'events?user=', '"user" has no value. Give it one, or leave it out.'],
    ['GET', 'events?status=DONE&status=DEAD', 'Give "status" once only.'],
    ['POST', 'redrive?id=', '"id" has no value. Give it one, or leave it out.'],
  ])('refuses %s %s with what it takes', async (method, path, sentence) => {
    const response = await fetch(`${run.url}/_local/${path}`, { method });

    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(sentence);
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

const redrive = async (query = '', body?: string) => {
  const response = await fetch(`${run.url}/_local/redrive${query}`, {
    method: 'POST',
    ...(body === undefined ? {} : { body }),
  });
  return await response.json();
};

/** A dead letter of an event, of one user as all others. */
const die = async (eventId: string) =>
  await sendTo(run, `dead ${eventId}`, {
    QueueUrl: run.environment.DEAD_LETTERS_QUEUE_URL,
    MessageGroupId: 'one-user',
    MessageDeduplicationId: randomUUID(),
    MessageAttributes: { eventId: { DataType: 'String', StringValue: eventId } },
  });

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

  it('moves those of the named events only, also from behind others of their user', async () => {
    for (const id of ['et-1', 'et-2#r', 'et-3', 'et-4']) await die(id);
    const before = run.handled().length;

    const answer = await redrive('?id=et-2%23r&id=et-4');

    expect(answer).toEqual({ moved: 2 });
    await eventually(() => run.handled().length === before + 2);
    const bodies = run.handled().map(({ got }) => got.body);
    expect(bodies.slice(before)).toEqual(['dead et-2#r', 'dead et-4']);
    expect((await run.look('queues')).deadLetters).toEqual({ visible: 2, inFlight: 0, delayed: 0 });
  });

  it('says which of the named events has no dead letter', async () => {
    const answer = await redrive('?id=et-1&id=et-9');

    expect(answer).toEqual({
      code: 'no-dead-letter',
      message:
        'No dead letter is of et-9. Moved: 1. GET /_local/events?status=DEAD lists what is dead.',
    });
    expect((await run.look('queues')).deadLetters).toMatchObject({ visible: 1 });
  });

  it('takes no body, which would be ignored and move all', async () => {
    const answer = await redrive('', JSON.stringify({ ids: ['et-9'] }));

    expect(answer).toMatchObject({ code: 'body-not-taken' });
    expect((await run.look('queues')).deadLetters).toMatchObject({ visible: 1 });
  });
});
