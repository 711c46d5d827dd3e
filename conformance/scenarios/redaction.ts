import { EVENT_TYPES } from '../../lambdas/smile/events.ts';
import { marked, newCanary } from '../canary.ts';
import { check } from '../check.ts';
import type { Scenario } from '../scenario.ts';
import { digestOf, signatureOf } from '../signature.ts';
import { soon } from '../soon.ts';
import type { Trial } from '../trial.ts';

/**
 * Sends the canary in every way that a body can come. Resolves to what was taken; whether all of it should
 * have been is asked by other scenarios.
 */
async function release(trial: Trial, canary: string) {
  const events = [
    ...EVENT_TYPES.map((type) => marked(type, canary)),
    { ...marked('USER_CREATED', canary), type: 'CONFORMANCE_HAPPENED' },
  ];
  const taken: typeof events = [];
  const answers: string[] = [];
  for (const event of events) {
    const { status, text } = await trial.post(JSON.stringify(event));
    if (status === 200) taken.push(event);
    answers.push(text);
  }
  check(taken.length > 0, 'No event was taken: there is nothing that could have leaked.');
  const noEvent = Buffer.from(`no event ${canary}`);
  const forged = Buffer.from(JSON.stringify(marked('ACCOUNT_CONNECTED', canary)));
  answers.push((await trial.post(noEvent)).text);
  answers.push((await trial.post(forged, { signature: signatureOf(forged, canary) })).text);
  await trial.settled(trial.newAccount().userId);
  return { taken, noEvent, forged, answers };
}

function userOf({ data }: { data: Record<string, unknown> }): string | undefined {
  const { userId, session } = data as { userId?: string; session?: { userId?: string } };
  return userId ?? session?.userId;
}

export const redaction: readonly Scenario[] = [
  {
    id: 'redaction-effects',
    sentence:
      'what is personal in an event is in no answer, state, announcement, or row beside its body',
    async run(trial) {
      const canary = newCanary();
      const { effects } = trial.target;

      const { taken, noEvent, answers } = await release(trial, canary);

      const rows = [await effects.row(`sha256:${digestOf(noEvent)}`)];
      for (const { id } of taken) rows.push(await trial.row(id, 'DONE'));
      for (const { body: _body, ...row } of rows.filter((each) => each !== undefined)) {
        const isTold = JSON.stringify(row).includes(canary);
        check(!isTold, `The row ${row.eventId} tells more than ids and codes.`);
      }
      const announced = await trial.toldOf(
        taken.map(({ id }) => id),
        1,
      );
      for (const event of taken) {
        const user = userOf(event);
        const items = user === undefined ? [] : await effects.items(user);
        const isTold = JSON.stringify(items).includes(canary);
        check(!isTold, `The state after ${event.type} holds what is personal.`);
        const told = JSON.stringify(announced.get(event.id) ?? []);
        check(!told.includes(canary), `What is announced of ${event.type} is personal.`);
      }
      check(!answers.join().includes(canary), 'An answer repeats what is personal.');
    },
  },
  {
    id: 'redaction-logs',
    sentence:
      'the log holds the ids of events, and neither personal data, nor the secret, nor a signature',
    needs: 'logs',
    async run(trial) {
      const { logs, secret, patience } = trial.target;
      check(logs !== undefined, 'There is no log.');
      const canary = newCanary();
      const mark = await logs.mark();

      const { taken, forged } = await release(trial, canary);

      const text = await soon(async () => {
        const log = await logs.since(mark);
        // Without this the wrong file, which is silent about everything, would pass.
        for (const { id } of taken) check(log.includes(id), `The log does not mention ${id}.`);
        return log;
      }, patience);
      check(!text.includes(canary), 'The log holds what is personal in an event.');
      check(!text.includes(secret), 'The log holds the secret.');
      const right = signatureOf(forged, secret);
      check(
        !text.toLowerCase().includes(right),
        'The log holds the right signature of a forged event.',
      );
    },
  },
];
