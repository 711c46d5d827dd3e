import { setTimeout as delay } from 'node:timers/promises';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { checkEqual } from '../check.ts';
import type { Scenario } from '../scenario.ts';
import type { Trial } from '../trial.ts';

const AT_ONCE = 20;
/** SQS forgets a deduplication id after five minutes (SQS docs, Exactly-once processing). */
const PAST_DEDUPLICATION_MS = 310_000;

/** Sends an event, has it handled, and sends it again: nothing may change. */
async function deliverAgain(trial: Trial, again: (body: string) => Promise<void>): Promise<void> {
  const account = trial.newAccount();
  const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
  const body = JSON.stringify(event);
  await trial.accepted(body);
  const row = await trial.handled(event.id, Buffer.from(body));
  const item = await trial.item(account);

  await again(body);
  await trial.settled(account.userId);

  checkEqual('After a duplicate the row', await trial.row(event.id, 'DONE'), row);
  checkEqual('After a duplicate the account', await trial.item(account), item);
  await trial.told(event.id, 1);
}

export const delivery: readonly Scenario[] = [
  {
    id: 'single-delivery',
    sentence: 'an event that comes once is kept whole, handled once, in the state and announced',
    async run(trial) {
      const account = trial.newAccount();
      const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
      const body = Buffer.from(JSON.stringify(event));

      await trial.accepted(body);

      const row = await trial.handled(event.id, body);
      checkEqual('The type in the row', row.type, event.type);
      const { status, version } = (await trial.item(account)) ?? {};
      checkEqual('The account', [status?.value, version], ['CONNECTED', 1]);
      const [told] = await trial.told(event.id, 1);
      if (told) checkEqual('The announcement', told.detailType, event.type);
    },
  },
  {
    id: 'duplicates-in-turn',
    sentence: 'an event that comes three times, one after another, is handled once',
    run: (trial) =>
      deliverAgain(trial, async (body) => {
        for (let sent = 1; sent < 3; sent += 1) await trial.accepted(body);
      }),
  },
  {
    id: 'duplicate-after-deduplication',
    sentence: 'an event that comes again after more than five minutes is handled once',
    needs: 'slow',
    run: (trial) =>
      deliverAgain(trial, async (body) => {
        await delay(PAST_DEDUPLICATION_MS);
        await trial.accepted(body);
      }),
  },
  {
    id: 'duplicates-at-once',
    sentence: `an event that comes ${AT_ONCE} times at once is handled once`,
    async run(trial) {
      const account = trial.newAccount();
      const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
      const body = Buffer.from(JSON.stringify(event));

      await Promise.all(Array.from({ length: AT_ONCE }, () => trial.accepted(body)));
      await trial.settled(account.userId);

      await trial.handled(event.id, body);
      const { status, version } = (await trial.item(account)) ?? {};
      checkEqual('The account', [status?.value, version], ['CONNECTED', 1]);
      await trial.told(event.id, 1);
    },
  },
];
