import { setTimeout as delay } from 'node:timers/promises';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { check, checkEqual } from '../check.ts';
import type { Scenario } from '../scenario.ts';
import { signatureOf } from '../signature.ts';
import { soon } from '../soon.ts';
import { firstHalf, sendAndHangUp, sendHalf } from '../transport/request.ts';
import type { Trial } from '../trial.ts';

/** A cut connection is seen by the receiver at once; nothing tells when. */
const CUT_WITHIN_MS = 100;

/** Waits for the first delivery, as Smile does for a few dozen seconds; it may also have come to nothing. */
async function pauseBeforeRetry(trial: Trial, eventId: string): Promise<void> {
  const { effects, patience } = trial.target;
  const arrived = soon(async () => {
    check((await effects.row(eventId)) !== undefined, 'There is no row yet.');
  }, patience);
  await arrived.catch(() =>
    trial.note('the first delivery did not arrive: only the retry was seen'),
  );
}

export const interrupted: readonly Scenario[] = [
  {
    id: 'timeout-then-retry',
    sentence: 'an event whose sender hangs up without an answer, and sends again, is handled once',
    async run(trial) {
      const account = trial.newAccount();
      const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
      const body = Buffer.from(JSON.stringify(event));

      await sendAndHangUp(trial.target.url, trial.parcel(body));
      await pauseBeforeRetry(trial, event.id);
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
      await delay(CUT_WITHIN_MS);
      await trial.settled(account.userId);
      await trial.noTrace(event.id, half);
      await trial.accepted(body);
      await trial.settled(account.userId);

      await trial.handled(event.id, body);
      checkEqual('The account', await trial.status(account), 'CONNECTED');
      await trial.told(event.id, 1);
    },
  },
];
