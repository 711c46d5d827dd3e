import { buildEvent } from '../../lambdas/smile/builders/build-event.ts';
import { check, checkEqual } from '../check.ts';
import type { Scenario } from '../scenario.ts';
import { soon } from '../soon.ts';
import type { Trial } from '../trial.ts';

const EVENTS = 20;
/** The receiver has to start: bundles, engines, processes. */
const UP_WITHIN_MS = 60_000;

async function restarted({ target }: Trial): Promise<void> {
  check(target.restart !== undefined, 'Nobody can restart it.');
  await target.restart();
  await soon(() => target.effects.queues(), UP_WITHIN_MS);
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

      for (const { id, body } of sent) await trial.handled(id, body);
      await trial.settled(userId);
      const rows = await Promise.all(sent.map(({ id }) => trial.row(id, 'DONE')));
      const items = await trial.target.effects.items(userId);
      for (const { body } of sent) await trial.accepted(body);
      await trial.settled(userId);

      const after = await Promise.all(sent.map(({ id }) => trial.row(id, 'DONE')));
      checkEqual('After the retries the rows', after, rows);
      for (const { account } of sent) {
        const before = items.find(({ sk }) => sk === `ACCOUNT#${account.accountId}`);
        check(before?.status?.value === 'CONNECTED', 'An account is not known after the restart.');
        checkEqual('After the retries the account', await trial.item(account), before);
      }
    },
  },
];
