import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { clientOptions } from '../../../local/clients.ts';
import { eventually } from '../eventually.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { relay, relayed } from './widget-client.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.run.stop());

/** What a look of the detector has measured, and the accounts that it named. */
const detect = async () => {
  const before = receiver.lines.length;
  await receiver.run.detectLoss();
  const lines = await eventually(() => {
    const since = receiver.lines.slice(before);
    return since.some((line) => line.includes('AccountsWithoutWebhook')) && since;
  });
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    measured: parsed.map(({ AccountsWithoutWebhook }) => AccountsWithoutWebhook).filter(isNumber),
    named: parsed
      .filter(({ message }) => message === 'account without a webhook')
      .map(({ subject, accountId }) => ({ subject, accountId })),
  };
};

const isNumber = (value: unknown) => typeof value === 'number';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** The widget has said, by a browser's time of an hour ago, that an account is connected. */
const connect = async (userId: string, accountId: string) => {
  const callback = {
    ...relayed('onAccountConnected', { accountId, providerId: 'grab' }),
    at: ago(60),
  };
  await relay(receiver.run, userId, callback);
  await receiver.rowWhen(`widget:${userId}:${callback.id}`, 'DONE');
};

/** As if the account had waited for so long already; one that does not wait still does not. */
const letWait = async (userId: string, accountId: string, minutes: number) => {
  const { AWS_ENDPOINT_URL_DYNAMODB, STATE_TABLE } = receiver.run.environment;
  const client = new DynamoDBClient(clientOptions(AWS_ENDPOINT_URL_DYNAMODB));
  const update = new UpdateItemCommand({
    TableName: STATE_TABLE,
    Key: { pk: { S: `USER#${userId}` }, sk: { S: `ACCOUNT#${accountId}` } },
    UpdateExpression: 'SET awaitingSince = :since',
    ConditionExpression: 'attribute_exists(pk) AND attribute_exists(awaiting)',
    ExpressionAttributeValues: { ':since': { S: ago(minutes) } },
  });
  try {
    await client.send(update);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  } finally {
    client.destroy();
  }
};

const webhook = async (
  type: 'ACCOUNT_CONNECTED' | 'ACCOUNT_DISCONNECTED' | 'TASK_STARTED',
  of: object,
  createdAt = ago(0),
) => {
  const event = buildEvent(type, { createdAt, data: of });
  await receiver.deliver(event);
  await receiver.rowWhen(event.id, 'DONE');
};

describe('the loss detector', () => {
  it('measures nothing when nobody is missed', async () => {
    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('gives a webhook its time, from when we know of the account', async () => {
    await connect('u-0', 'a-0');
    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });

    await expect(letWait('u-0', 'a-0', 14)).resolves.toBe(true);
    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('misses an account that the widget alone has called connected, and names it', async () => {
    await connect('u-1', 'a-1');
    await letWait('u-1', 'a-1', 16);

    const found = await detect();

    expect(found).toEqual({ measured: [1], named: [{ subject: 'u-1', accountId: 'a-1' }] });
  });

  it('misses nobody any more when the webhook comes after all', async () => {
    await webhook('ACCOUNT_CONNECTED', { userId: 'u-1', accountId: 'a-1' });

    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('is content with any event of the account: some providers know no ACCOUNT_CONNECTED', async () => {
    await connect('u-2', 'a-2');
    await letWait('u-2', 'a-2', 16);
    await webhook('TASK_STARTED', { userId: 'u-2', sourceId: 'a-2' });

    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('misses no account of which a webhook came first: it does not wait', async () => {
    await webhook('ACCOUNT_CONNECTED', { userId: 'u-3', accountId: 'a-3' });
    await connect('u-3', 'a-3');

    await expect(letWait('u-3', 'a-3', 16)).resolves.toBe(false);
    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('misses an account that is connected anew, and of whose new life no webhook came', async () => {
    await webhook('ACCOUNT_DISCONNECTED', { userId: 'u-4', accountId: 'a-4' }, ago(120));
    await connect('u-4', 'a-4');
    await letWait('u-4', 'a-4', 16);
    await expect(detect()).resolves.toMatchObject({ measured: [1] });

    await webhook('ACCOUNT_CONNECTED', { userId: 'u-4', accountId: 'a-4' });
    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('tells a user’s accounts apart', async () => {
    await connect('u-3', 'a-5');
    await letWait('u-3', 'a-5', 16);

    const found = await detect();

    expect(found).toEqual({ measured: [1], named: [{ subject: 'u-3', accountId: 'a-5' }] });
  });
});
