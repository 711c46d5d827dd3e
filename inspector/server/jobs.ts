import { holdDeadLetters } from '../../operations/held-letters.ts';
import { outcomes } from '../../operations/outcomes.ts';
import { redrive } from '../../operations/redrive.ts';
import { replay } from '../../operations/replay.ts';
import { rowsByKey } from '../../operations/rows.ts';
import type { Sent } from '../../operations/send.ts';
import type { Stage } from '../../operations/stage.ts';
import type { Job } from '../contract.ts';
import { Refused, troubleOf } from './refused.ts';

/** Actions on events that go on while the page looks. */
export interface Jobs {
  /** Each begins and returns the number of its job. */
  redrive(ids: readonly string[]): number;
  replay(ids: readonly string[]): number;
  /** How far it is. @throws Refused */
  look(number: number): Job;
}

type Sending = (signal: AbortSignal) => AsyncGenerator<Sent>;

/** Events a second: the pace of the command line. */
const RATE = 20;
/** Then what is not settled is still under way, and the page says so. */
const LOOK_FOR_MS = 5 * 60_000;

/** @param note takes a line for the terminal: what came of an action */
export function createJobs(stage: Stage, note: (text: string) => void): Jobs {
  const jobs: Job[] = [];
  const begin = (total: number, sending: Sending): number => {
    const number = jobs.length;
    const job: Job = {
      total,
      sent: 0,
      done: 0,
      dead: [],
      refused: [],
      keys: [],
      isOver: false,
      trouble: undefined,
    };
    jobs.push(job);
    const change = (by: Partial<Job>) => (jobs[number] = { ...(jobs[number] ?? job), ...by });
    void run(stage, sending, change, () => jobs[number] ?? job)
      .catch((error: unknown) => {
        const [, { message, action }] = troubleOf(error);
        return change({ trouble: message, action });
      })
      .finally(() => note(summaryOf(change({ isOver: true }))));
    return number;
  };
  return {
    redrive: (ids) => begin(ids.length, (signal) => redriveOf(stage, new Set(ids), signal)),
    replay: (ids) => begin(ids.length, (signal) => replayOf(stage, ids, signal)),
    look(number) {
      const job = jobs[number];
      if (job) return job;
      throw new Refused(
        404,
        'no-job',
        'The inspector was started again, and no longer knows this action. Look at the events themselves.',
      );
    },
  };
}

async function run(
  stage: Stage,
  sending: Sending,
  change: (by: Partial<Job>) => Job,
  now: () => Job,
): Promise<void> {
  const sent: Extract<Sent, { key: string }>[] = [];
  const signal = AbortSignal.timeout(LOOK_FOR_MS);
  for await (const each of sending(signal)) {
    if ('refused' in each) {
      change({ refused: [...now().refused, { id: each.eventId, why: each.refused }] });
    } else {
      sent.push(each);
      change({ sent: sent.length, keys: [...now().keys, each.key] });
    }
  }
  for await (const { eventId, row } of outcomes(stage, sent, signal)) {
    if (row.status === 'DONE') change({ done: now().done + 1 });
    else change({ dead: [...now().dead, eventId] });
  }
}

async function* redriveOf(
  stage: Stage,
  ids: ReadonlySet<string>,
  signal: AbortSignal,
): AsyncGenerator<Sent> {
  await using held = await holdDeadLetters(stage);
  const chosen = held.letters.filter(({ eventId }) => ids.has(eventId));
  const found = new Set(chosen.map(({ eventId }) => eventId));
  yield* redrive(stage, chosen, held, { rate: RATE, runStale: false, signal });
  for (const eventId of ids) {
    if (!found.has(eventId)) {
      yield {
        eventId,
        refused: 'it has no dead letter now: it was redriven, or the queue kept it for 14 days',
      };
    }
  }
}

async function* replayOf(
  stage: Stage,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Sent> {
  const rows = await rowsByKey(stage, ids);
  const name = `i${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 17)}`;
  yield* replay(stage, rows, { name, rate: RATE, runStale: false, signal });
}

function summaryOf({ done, dead, refused, keys, trouble }: Job): string {
  const waiting = keys.length - done - dead.length;
  return [
    `${done} done`,
    ...(waiting > 0 ? [`${waiting} under way`] : []),
    ...(dead.length > 0 ? [`${dead.length} dead again`] : []),
    ...(refused.length > 0 ? [`${refused.length} not sent`] : []),
    ...(trouble === undefined ? [] : [trouble]),
  ].join(', ');
}
