import { setTimeout as delay } from 'node:timers/promises';
import { buildEvent } from '../../lambdas/smile/builders/build-event.ts';
import { checkEqual } from '../check.ts';
import type { Scenario } from '../scenario.ts';
import { digestOf, signatureOf } from '../signature.ts';
import { firstHalf, sendAndHangUp, sendHalf } from '../transport/request.ts';

/** Smile waits a few dozen seconds before it sends again; this much lets the first delivery arrive. */
const BEFORE_RETRY_MS = 300;

export const interrupted: readonly Scenario[] = [
  {
    id: 'timeout-then-retry',
    sentence: 'an event whose sender hangs up without an answer, and sends again, is handled once',
    async run(trial) {
      const account = trial.newAccount();
      const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
      const body = Buffer.from(JSON.stringify(event));

      await sendAndHangUp(trial.target.url, trial.parcel(body));
      await delay(BEFORE_RETRY_MS);
      await trial.accepted(body);
      await trial.settled(account.userId);

      await trial.handled(event.id, body);
      const { status, version } = (await trial.item(account)) ?? {};
      checkEqual('The account', [status?.value, version], ['CONNECTED', 1]);
      await trial.told(event.id, 1);
    },
  },
  {
    id: 'cut-then-retry',
    sentence:
      'an event cut off in the middle leaves nothing, and is handled once when it comes again',
    async run(trial) {
      const account = trial.newAccount();
      const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
      const body = Buffer.from(JSON.stringify(event));
      const half = firstHalf(body);

      await sendHalf(trial.target.url, trial.parcel(body));
      // Had somebody signed the half itself, it would still not be the request that was announced.
      const signature = signatureOf(half, trial.target.secret);
      await sendHalf(trial.target.url, trial.parcel(body, { signature }));
      await delay(BEFORE_RETRY_MS);
      await trial.settled(account.userId);
      await trial.noRow(event.id);
      await trial.noRow(`sha256:${digestOf(half)}`);
      await trial.accepted(body);
      await trial.settled(account.userId);

      await trial.handled(event.id, body);
      checkEqual('The account', await trial.status(account), 'CONNECTED');
      await trial.told(event.id, 1);
    },
  },
];
