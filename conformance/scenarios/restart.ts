import { setTimeout as delay } from 'node:timers/promises';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { check, checkEqual } from '../check.ts';
import type { Row } from '../effects/effects.ts';
import type { Scenario } from '../scenario.ts';
import { soon } from '../soon.ts';
import { holdHalf } from '../transport/request.ts';
import type { Account, Trial } from '../trial.ts';

const EVENTS = 10;
/** The receiver has to start: bundles, engines, processes. */
const UP_WITHIN_MS = 60_000;
/** A process that is gone has no connections; the news of it may take a moment. */
const ENDED_WITHIN_MS = 2000;
const FROM_BEFORE = 'A request from before the restart';

/** Restarts the receiver, and sees that it ended: a request that was under way must end with it. */
async function restarted(trial: Trial): Promise<void> {
  const { target } = trial;
  check(target.restart !== undefined, 'Nobody can restart it.');
  const unfinished = Buffer.from(JSON.stringify(buildEvent('USER_CREATED')));
  const { ended, hangUp } = await holdHalf(target.url, trial.parcel(unfinished));
  try {
    await target.restart();
    const end = await Promise.race([ended, delay(ENDED_WITHIN_MS, undefined)]);
    check(end !== undefined, `${FROM_BEFORE} is still open: the receiver has not ended.`);
    check(!end.isAnswered, `${FROM_BEFORE} was answered, half as it was: nothing tells of an end.`);
  } finally {
    hangUp();
  }
  await soon(() => target.effects.queues(), UP_WITHIN_MS);
}

/** What is known of the accounts, all of one user, at one look. */
async function itemsOf({ target }: Trial, sent: readonly { readonly account: Account }[]) {
  const items = await target.effects.items(`USER#${sent[0]?.account.userId}`);
  return sent.map(({ account }) => items.find(({ sk }) => sk === `ACCOUNT#${account.accountId}`));
}

export const restart: readonly Scenario[] = [
  {
    id: 'restart-between-attempts',
    sentence:
      'what was answered with 200 survives a restart at once, and a retry after it is dropped',
    needs: 'restart',
    async run(trial) {
      const { userId } = trial.newAccount();
      const sent = Array.from({ length: EVENTS }, () => {
        const account = trial.newAccount(userId);
        const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
        return { account, id: event.id, body: Buffer.from(JSON.stringify(event)) };
      });

      await Promise.all(sent.map(({ body }) => trial.accepted(body)));
      await restarted(trial);

      const rows: Row[] = [];
      for (const { id, body } of sent)
        rows.push(await trial.handled(id, body, { wasKilled: true }));
      await trial.settled(userId);
      const before = await itemsOf(trial, sent);
      for (const item of before) checkEqual('An account', item?.status?.value, 'CONNECTED');
      for (const { body } of sent) await trial.accepted(body);
      await trial.settled(userId);

      const after = await Promise.all(sent.map(({ id }) => trial.row(id, 'DONE')));
      checkEqual('After the retries the rows', after, rows);
      checkEqual('After the retries the accounts', await itemsOf(trial, sent), before);
    },
  },
];
