import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../lambdas/smile/builders/build-event.ts';
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

/** The widget has said that an account is connected: by default longer ago than the fifteen minutes. */
const connect = async (userId: string, accountId: string, minutesAgo = 20) => {
  const callback = {
    ...relayed('onAccountConnected', { accountId, providerId: 'grab' }),
    at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  };
  await relay(receiver.run, userId, callback);
  await receiver.rowWhen(`widget:${userId}:${callback.id}`, 'DONE');
};

const webhook = async (type: 'ACCOUNT_CONNECTED' | 'TASK_STARTED', of: object) => {
  const event = buildEvent(type, { data: of });
  await receiver.deliver(event);
  await receiver.rowWhen(event.id, 'DONE');
};

describe('the loss detector', () => {
  it('measures nothing when nobody is missed', async () => {
    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('gives a webhook its time', async () => {
    await connect('u-0', 'a-0', 10);

    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('misses an account that the widget alone has called connected, and names it', async () => {
    await connect('u-1', 'a-1');

    const found = await detect();

    expect(found).toEqual({ measured: [1], named: [{ subject: 'u-1', accountId: 'a-1' }] });
  });

  it('misses nobody any more when the webhook comes after all', async () => {
    await webhook('ACCOUNT_CONNECTED', { userId: 'u-1', accountId: 'a-1' });

    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('is content with any event of the account: some providers know no ACCOUNT_CONNECTED', async () => {
    await connect('u-2', 'a-2');
    await webhook('TASK_STARTED', { userId: 'u-2', sourceId: 'a-2' });

    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('misses no account of which a webhook came first', async () => {
    await webhook('ACCOUNT_CONNECTED', { userId: 'u-3', accountId: 'a-3' });
    await connect('u-3', 'a-3');

    await expect(detect()).resolves.toEqual({ measured: [0], named: [] });
  });

  it('tells a user’s accounts apart', async () => {
    await connect('u-3', 'a-4');

    const found = await detect();

    expect(found).toEqual({ measured: [1], named: [{ subject: 'u-3', accountId: 'a-4' }] });
  });
});
