import { request } from 'node:http';
import { createConnection } from 'node:net';
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../../local/clients.ts';
import { descendantsOf } from './descendants.ts';
import { eventually } from '../eventually.ts';
import { type FixtureRun, startFixtureRun } from './fixture-run.ts';
import { queueClient } from './queue-client.ts';

let run: FixtureRun;
beforeAll(async () => {
  run = await startFixtureRun();
});
afterAll(() => run.stop());

/** Nobody polls the dead letters. */
const send = (body: string, id: string) =>
  queueClient(run).send(
    new SendMessageCommand({
      QueueUrl: run.environment.DEAD_LETTERS_QUEUE_URL,
      MessageBody: body,
      MessageGroupId: id,
      MessageDeduplicationId: id,
    }),
  );

const receive = async (VisibilityTimeout: number) => {
  const { Messages } = await queueClient(run).send(
    new ReceiveMessageCommand({
      QueueUrl: run.environment.DEAD_LETTERS_QUEUE_URL,
      VisibilityTimeout,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages?.[0];
};

const portOf = (url: string) => Number(new URL(url).port);

const connects = (host: string, url: string) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(portOf(url), host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describe('the queue engine', () => {
  it('gives a released message back, with its receive count', async () => {
    await send('released', 'released');
    const first = await receive(60);

    await queueClient(run).send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: run.environment.DEAD_LETTERS_QUEUE_URL,
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const second = await receive(60);

    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('carries every character that SQS does, and refuses the others', async () => {
    await send('emoji 🙂 and \u{10ffff}', 'emoji');

    await expect(send('no \u0001', 'control')).rejects.toThrow('Invalid characters');
    await expect(send('no \uffff', 'noncharacter')).rejects.toThrow('Invalid characters');
    await expect(receive(60)).resolves.toMatchObject({ Body: 'emoji 🙂 and \u{10ffff}' });
  });

  // Only Linux has all of 127.0.0.0/8 on its loopback.
  it.runIf(process.platform === 'linux')('listens on 127.0.0.1 only', async () => {
    const url = run.environment.AWS_ENDPOINT_URL_SQS;

    await expect(connects('127.0.0.1', url)).resolves.toBe(true);
    await expect(connects('127.0.0.2', url)).resolves.toBe(false);
  });

  it.each(['stop', 'kill'] as const)(
    'refuses connections after %s, and has its messages after a start',
    async (how) => {
      await send(`kept over ${how}`, how);

      await run.engines.sqs[how]();
      const refused = !(await connects('127.0.0.1', run.environment.AWS_ENDPOINT_URL_SQS));
      await run.engines.sqs.start();

      expect(refused).toBe(true);
      await expect(receive(60)).resolves.toMatchObject({ Body: `kept over ${how}` });
    },
  );
});

describe('the table engine', () => {
  it.each(['stop', 'kill'] as const)(
    'refuses connections after %s, and has its rows after a start',
    async (how) => {
      const dynamodb = new DynamoDBClient(clientOptions(run.environment.AWS_ENDPOINT_URL_DYNAMODB));
      const TableName = run.environment.LEDGER_TABLE;
      const row = { eventId: { S: how } };
      await dynamodb.send(new PutItemCommand({ TableName, Item: row }));

      await run.engines.dynamodb[how]();
      const refused = !(await connects('127.0.0.1', run.environment.AWS_ENDPOINT_URL_DYNAMODB));
      await run.engines.dynamodb.start();

      expect(refused).toBe(true);
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: row }));
      expect(Item).toEqual(row);
    },
  );
});

describe('what stands in for a service of AWS', () => {
  const services = ['SQS', 'S3', 'DYNAMODB', 'SECRETS_MANAGER', 'EVENTBRIDGE'] as const;

  it.each(
    services.flatMap((service) => [
      [service, { host: 'evil.example:4566' }] as const,
      [service, { origin: 'https://evil.example' }] as const,
      [service, { host: 'evil.example', expect: '100-continue' }] as const,
    ]),
  )('refuses at %s what a foreign web page sends: %j', async (service, headers) => {
    const { status, text } = await callOf(service, headers);

    expect(status).toBe(403);
    expect(text).toContain('Only this machine may call');
  });

  it.each(services)('answers at %s what a client of this machine sends', async (service) => {
    const { status, text } = await callOf(service, {});

    expect(status).not.toBe(403);
    expect(text).not.toContain('Only this machine may call');
  });
});

/** A request as a form of a web page can send it. */
const callOf = (service: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const url = run.environment[`AWS_ENDPOINT_URL_${service}`] ?? '';
    const sent = request(url, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    sent.on('error', reject).end('Action=ListQueues');
  });

describe('an engine that dies unasked', () => {
  it('comes back on the same port', async () => {
    // Only a restarted engine names its port on its command line.
    await run.engines.sqs.stop();
    await run.engines.sqs.start();
    const engines = descendantsOf(process.pid).filter(
      ({ command }) =>
        command.includes('sqs-s3') &&
        command.includes(` ${portOf(run.environment.AWS_ENDPOINT_URL_SQS)} `),
    );

    for (const { pid } of engines) process.kill(pid, 'SIGKILL');

    expect(engines).toHaveLength(1);
    await eventually(() => run.lines.find((line) => line.startsWith('The SQS and S3 engine died')));
    await eventually(() => connects('127.0.0.1', run.environment.AWS_ENDPOINT_URL_SQS));
  });
});
