import { EVENT_TYPES, isEventType } from '../../lambdas/smile/events.ts';
import { type Canary, isIn, type Marked, marked, newCanary } from '../canary.ts';
import { check } from '../check.ts';
import type { Row } from '../effects/effects.ts';
import type { Scenario } from '../scenario.ts';
import { digestOf, signatureOf } from '../signature.ts';
import { soon } from '../soon.ts';
import type { Trial } from '../trial.ts';

/**
 * Sends the canary in every way that a body can come. Resolves to what was taken; whether all of it should
 * have been is asked by other scenarios.
 */
async function release(trial: Trial, canary: Canary) {
  const events = [
    ...EVENT_TYPES.map((type) => marked(type, canary)),
    { ...marked('USER_CREATED', canary), type: 'CONFORMANCE_HAPPENED' },
  ];
  const bodies: Buffer[] = [];
  const answers: string[] = [];
  const post = async (body: Buffer, signature = signatureOf(body, trial.target.secret)) => {
    const { status, text } = await trial.post(body, { signature });
    bodies.push(body);
    answers.push(text);
    return status;
  };
  const taken: Marked[] = [];
  for (const event of events) {
    if ((await post(Buffer.from(JSON.stringify(event)))) === 200) taken.push(event);
  }
  check(taken.length > 0, 'No event was taken: there is nothing that could have leaked.');
  const noEvent = Buffer.from(`no event ${canary.word} ${canary.amount}`);
  await post(noEvent);
  const forged = Buffer.from(JSON.stringify(marked('ACCOUNT_CONNECTED', canary)));
  await post(forged, signatureOf(forged, canary.word));
  await trial.settled(trial.newAccount().userId);
  return { taken, noEvent, bodies, answers };
}

/** The partitions in which the event can have left something. */
function partitionsOf({ data }: Marked): readonly string[] {
  const { session, ...ids } = data as Record<string, string> & { session?: { userId?: string } };
  return [
    ['USER', ids.userId ?? session?.userId],
    ['RECORD', ids.recordId],
    ['VERIFICATION', ids.verificationId],
  ].flatMap(([kind, id]) => (id === undefined ? [] : [`${kind}#${id}`]));
}

async function checkState({ target }: Trial, event: Marked, canary: Canary): Promise<void> {
  for (const partition of partitionsOf(event)) {
    const items = await target.effects.items(partition);
    const isSeen = items.length > 0 || !isEventType(event.type);
    check(isSeen, `${event.type} left nothing in ${partition}: there is nothing to look at.`);
    check(!isIn(items, canary), `The state after ${event.type} holds what is personal.`);
  }
}

/** What a row says beside the body, which is kept on purpose. */
function checkRow({ body: _body, ...row }: Row, canary: Canary): void {
  check(!isIn(row, canary), `The row ${row.eventId} tells more than ids and codes.`);
}

export const redaction: readonly Scenario[] = [
  {
    id: 'redaction-effects',
    sentence:
      'what is personal in an event is in no answer, state, announcement, or row beside its body',
    async run(trial) {
      const canary = newCanary();

      const { taken, noEvent, answers } = await release(trial, canary);

      const unread = await trial.target.effects.row(`sha256:${digestOf(noEvent)}`);
      if (unread) checkRow(unread, canary);
      for (const { id } of taken) checkRow(await trial.row(id, 'DONE'), canary);
      const announced = await trial.toldOf(
        taken.map(({ id }) => id),
        1,
      );
      for (const event of taken) {
        await checkState(trial, event, canary);
        const told = announced.get(event.id) ?? [];
        check(!isIn(told, canary), `What is announced of ${event.type} is personal.`);
      }
      check(!isIn(answers, canary), 'An answer repeats what is personal.');
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

      const { taken, bodies } = await release(trial, canary);

      const text = await soon(async () => {
        const log = await logs.since(mark);
        // Without this the wrong file, which is silent about everything, would pass.
        for (const { id } of taken) check(log.includes(id), `The log does not mention ${id}.`);
        return log;
      }, patience);
      check(!isIn(text, canary), 'The log holds what is personal in an event.');
      check(!text.includes(secret), 'The log holds the secret.');
      const lowerCase = text.toLowerCase();
      const isSigned = bodies.some((body) => lowerCase.includes(signatureOf(body, secret)));
      check(!isSigned, 'The log holds the right signature of a body.');
    },
  },
];
