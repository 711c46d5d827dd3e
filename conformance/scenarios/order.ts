import { buildEvent } from '../../testing/builders/build-event.ts';
import { check, checkEqual } from '../check.ts';
import type { Item } from '../effects/effects.ts';
import type { Scenario } from '../scenario.ts';
import type { Account, Trial } from '../trial.ts';

/** ISO 8601 in whole seconds, as Smile writes times. */
const secondsAgo = (seconds: number) =>
  `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;

/** The events of a connected account with incomes, oldest first. */
const lifeOf = (account: Account) => ({
  created: buildEvent('ACCOUNT_CREATED', { createdAt: secondsAgo(40), data: account }),
  connected: buildEvent('ACCOUNT_CONNECTED', { createdAt: secondsAgo(30), data: account }),
  added: buildEvent('INCOMES_ADDED', { createdAt: secondsAgo(20), data: account }),
  updated: buildEvent('INCOMES_UPDATED', { createdAt: secondsAgo(10), data: account }),
});

/** The item of which nothing is known. */
const ABSENT: Partial<Item> = {};

async function deliverAll(trial: Trial, events: readonly object[]): Promise<void> {
  for (const event of events) await trial.deliver(event);
}

/** The event was handled and announced, once. */
async function checkNews(trial: Trial, event: { readonly id: string }): Promise<void> {
  await trial.handled(event.id, Buffer.from(JSON.stringify(event)));
  await trial.told(event.id, 1);
}

/** What an item says, without the ids of the events that said it. */
async function saidOf(trial: Trial, account: Account) {
  const { status, dataPoints } = (await trial.item(account)) ?? ABSENT;
  return { status: status?.value, incomes: dataPoints?.INCOMES?.value };
}

export const order: readonly Scenario[] = [
  {
    id: 'reversed-order',
    sentence:
      'events that come newest first leave the newest facts, and late statements run nothing',
    async run(trial) {
      const account = trial.newAccount();
      const { created, connected, added, updated } = lifeOf(account);

      await deliverAll(trial, [updated, added, connected, created]);
      await trial.settled(account.userId);

      const wanted = { status: 'CONNECTED', incomes: 'UPDATED' };
      checkEqual('What is known of the account', await saidOf(trial, account), wanted);
      await trial.stale(created, connected);
      for (const news of [updated, added, connected]) await checkNews(trial, news);
    },
  },
  {
    id: 'late-occurrences',
    sentence:
      'what happened is handled and announced each time, in whatever order and second it comes',
    async run(trial) {
      const account = trial.newAccount();
      const task = { userId: account.userId, sourceId: account.accountId, payload: null };
      const finished = (seconds: number) =>
        buildEvent('TASK_FINISHED', { createdAt: secondsAgo(seconds), data: task });
      const added = (seconds: number) =>
        buildEvent('INCOMES_ADDED', { createdAt: secondsAgo(seconds), data: account });
      const latest = [finished(10), added(10)];
      const atOnce = [finished(20), finished(20), added(20), added(20)];
      const late = [finished(30), added(30)];
      const all = [...atOnce, ...latest, ...late];

      await deliverAll(trial, all);
      await trial.settled(account.userId);

      for (const event of all) await checkNews(trial, event);
      const { tasks, dataPoints } = (await trial.item(account)) ?? ABSENT;
      const seen = [tasks?.LINK_ACCOUNT?.eventId, dataPoints?.INCOMES?.eventId];
      const ids = latest.map(({ id }) => id);
      checkEqual('The events whose words stand in the account', seen, ids);
    },
  },
  {
    id: 'reversed-within-a-second',
    sentence: 'events of the same second are ordered by the life of the account, however they come',
    async run(trial) {
      const [inOrder, reversed] = [trial.newAccount(), trial.newAccount()];
      const createdAt = secondsAgo(30);
      const created = { createdAt, data: inOrder };

      await trial.deliver(buildEvent('ACCOUNT_CREATED', created));
      await trial.deliver(buildEvent('ACCOUNT_CONNECTED', created));
      await trial.deliver(buildEvent('ACCOUNT_CONNECTED', { createdAt, data: reversed }));
      await trial.deliver(buildEvent('ACCOUNT_CREATED', { createdAt, data: reversed }));
      await trial.settled(inOrder.userId);
      await trial.settled(reversed.userId);

      checkEqual('In order, the account', await trial.status(inOrder), 'CONNECTED');
      checkEqual('Reversed, the account', await trial.status(reversed), 'CONNECTED');
    },
  },
  {
    id: 'late-end',
    sentence: 'data that comes after a disconnection, and is older, does not come back to life',
    async run(trial) {
      const account = trial.newAccount();
      const { connected, added } = lifeOf(account);
      const gone = buildEvent('ACCOUNT_DISCONNECTED', { createdAt: secondsAgo(5), data: account });

      await deliverAll(trial, [connected, gone, added]);
      await trial.settled(account.userId);

      const { status, dataPoints } = (await trial.item(account)) ?? ABSENT;
      checkEqual('The account', status?.value, 'DISCONNECTED');
      check(dataPoints?.INCOMES === undefined, 'Incomes older than the disconnection are kept.');
      await trial.stale(added, gone);
    },
  },
];
