import { buildEvent } from '../../testing/builders/build-event.ts';
import { check, checkEqual } from '../check.ts';
import type { Scenario } from '../scenario.ts';

/** A clock ahead of the receiver's by more than this is not believed (docs/architecture.md, State). */
const CAP_MS = 5 * 60 * 1000;
/** How far the clocks of the kit and of the receiver may be apart. */
const SKEW_MS = 60_000;

export const clock: readonly Scenario[] = [
  {
    id: 'clock-far-past',
    sentence: 'an event dated 1970 is handled, and wins over nothing',
    async run(trial) {
      const [fresh, known] = [trial.newAccount(), trial.newAccount()];
      const createdAt = '1970-01-01T00:00:00Z';
      const first = buildEvent('ACCOUNT_CREATED', { createdAt, data: fresh });
      const failed = buildEvent('ACCOUNT_FAILED', { createdAt, data: known });
      const connected = buildEvent('ACCOUNT_CONNECTED', { data: known });
      await trial.deliver(connected);

      await trial.deliver(first);
      await trial.deliver(failed);

      await trial.handled(first.id, Buffer.from(JSON.stringify(first)));
      checkEqual('The account that nobody knew', await trial.status(fresh), 'CREATED');
      await trial.stale(failed, connected);
      checkEqual('The account that was known', await trial.status(known), 'CONNECTED');
    },
  },
  {
    id: 'clock-none',
    sentence:
      'an event without a time that can be read is handled, and is older than any that has one',
    async run(trial) {
      const createdAt = '1970-01-01T00:00:00Z';
      for (const unreadable of [undefined, null, 'some day', 1_700_000_000]) {
        const account = trial.newAccount();
        const undated = {
          ...buildEvent('ACCOUNT_FAILED', { data: account }),
          createdAt: unreadable,
        };
        const body = Buffer.from(JSON.stringify(undated));

        await trial.deliver(undated);
        const row = await trial.handled(undated.id, body);
        await trial.told(undated.id, 1);
        const failed = await trial.status(account);
        await trial.deliver(buildEvent('ACCOUNT_CONNECTED', { createdAt, data: account }));
        await trial.settled(account.userId);

        checkEqual('The mark in the row', row.undated, true);
        checkEqual('The account that nobody knew', failed, 'FAILED');
        checkEqual('The account after a dated event', await trial.status(account), 'CONNECTED');
      }
    },
  },
  {
    id: 'clock-far-future',
    sentence: 'an event dated 2099 is handled, and six minutes later a normal one wins over it',
    async run(trial) {
      const account = trial.newAccount();
      const createdAt = '2099-12-31T23:59:59Z';
      // Both are dated to five minutes after their receipt: within one millisecond life decides, and an account is
      // created before it fails.
      const early = buildEvent('ACCOUNT_CREATED', { createdAt, data: account });
      // Its own clock is what counts: nobody has to wait for six minutes.
      const inSixMinutes = new Date(Date.now() + CAP_MS + SKEW_MS).toISOString();
      const later = buildEvent('ACCOUNT_FAILED', { createdAt: inSixMinutes, data: account });

      await trial.deliver(early);
      await trial.handled(early.id, Buffer.from(JSON.stringify(early)));
      const asOf = (await trial.item(account))?.status?.asOf ?? '';
      const ahead = Date.parse(asOf) - Date.now();
      check(ahead <= CAP_MS + SKEW_MS, `The account's status is dated ${asOf}: that far ahead.`);
      await trial.deliver(later);

      await trial.handled(later.id, Buffer.from(JSON.stringify(later)));
      checkEqual('The account', await trial.status(account), 'FAILED');
    },
  },
];
