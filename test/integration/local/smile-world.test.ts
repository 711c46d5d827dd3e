import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getAccount, revokeAccount } from '../../../lambdas/smile/rest/accounts.ts';
import { smileApiAt } from '../../../lambdas/smile/rest/smile-api.ts';
import { listWebhooks } from '../../../lambdas/smile/rest/webhooks.ts';
import { type Receiver, SECRET, startReceiver } from '../receiver.ts';

const CREDENTIALS = { apiKey: 'key', apiSecret: 'secret' };

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  receiver.run.smileApi.setCredentials(CREDENTIALS);
});
afterAll(() => receiver.run.stop());

const api = () => smileApiAt(receiver.run.smileApi.url)(CREDENTIALS);

describe('the local run at the stand-in of Smile’s API', () => {
  it('is registered for all events, with the secret of the run', async () => {
    const webhooks = [];
    for await (const webhook of listWebhooks(api())) webhooks.push(webhook);

    const url = receiver.run.webhookUrl;
    expect(webhooks).toMatchObject([
      { url, secret: SECRET, eventTypes: ['ALL_EVENTS'], active: true },
    ]);
  });

  it('handles every event of an account that is connected, and of its end', async () => {
    const { life, world } = receiver.run.smileApi;
    const before = world.events.length;

    const { id, userId } = await life.connectAccount();
    await revokeAccount(api(), id);

    const events = world.events.slice(before);
    const rows = await Promise.all(
      events.map(async (event) => await receiver.rowWhen(event.id, 'DONE')),
    );
    expect(rows.map(({ type, origin }) => `${String(origin)} ${String(type)}`)).toEqual(
      [
        'USER_CREATED',
        'ACCOUNT_CREATED',
        'ACCOUNT_CONNECTED',
        'TASK_STARTED',
        'IDENTITY_ADDED',
        'EMPLOYMENTS_ADDED',
        'INCOMES_ADDED',
        'TASK_FINISHED',
        'ACCOUNT_DISCONNECTED',
      ].map((type) => `webhook ${type}`),
    );
    await expect(getAccount(api(), id)).resolves.toMatchObject({
      connectionStatus: 'DISCONNECTED',
    });
    const account = (await receiver.userItems(userId)).find(({ sk }) => sk === `ACCOUNT#${id}`);
    expect(account).toMatchObject({ status: { value: 'DISCONNECTED' } });
  });

  it('does not learn of what was lost on the way', async () => {
    const { life, world, deliveries } = receiver.run.smileApi;
    deliveries.lose(1);

    const { userId } = await life.connectAccount({ userId: 'u-lost' });
    await deliveries.settled();

    const [lost, next] = world.events.filter(
      ({ data }) => 'userId' in data && data.userId === userId,
    );
    await receiver.rowWhen(next?.id ?? '', 'DONE');
    expect(lost?.type).toBe('ACCOUNT_CREATED');
    await expect(receiver.row(lost?.id ?? '')).resolves.toBeUndefined();
  });
});
