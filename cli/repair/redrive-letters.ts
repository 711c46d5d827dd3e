import type { DeadLetter } from '../../operations/dead-letter.ts';
import { type EventFilter, isMeant } from '../../operations/event-filter.ts';
import { type HeldLetters, holdDeadLetters } from '../../operations/held-letters.ts';
import { redrive, redriveWithRest } from '../../operations/redrive.ts';
import type { Stage } from '../../operations/stage.ts';
import { Misused } from '../misused.ts';
import { counted } from '../output/counted.ts';
import { agree } from './agree.ts';
import { nameNotFound } from './not-found.ts';
import { printIds } from './print-ids.ts';
import type { RepairOptions } from './options.ts';
import { sendAndWait } from './send-and-wait.ts';

/** What `smile redrive` takes beside the filter. */
export interface RedriveOptions extends RepairOptions {
  /** Keys of reasons, as `smile dead-letters` shows them. */
  readonly reason?: readonly string[];
  readonly all?: true;
}

/** Redrives the dead letters that are meant: says how many, asks, and reports what became of each. */
export async function redriveLetters(
  stage: Stage,
  filter: EventFilter,
  options: RedriveOptions,
): Promise<void> {
  const { reason, all, first, rate, stale = false } = options;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (!all && !isFiltered && reason === undefined) {
    throw new Misused(
      'Say which: --id, --reason, --user, --type … or --all. See smile redrive --help.',
    );
  }
  await using held = await holdDeadLetters(stage);
  const isMeantHere = (letter: DeadLetter) => isChosen(letter, filter, reason);
  const chosen = held.letters.filter(isMeantHere).slice(0, first);
  process.stderr.write(`${planOf(chosen, held, stage)}\n`);
  nameNotFound(
    filter.ids,
    chosen.map(({ eventId }) => eventId),
  );
  // The rest is for others to see, and for the alarm.
  await held.giveBack(held.letters.filter((letter) => !chosen.includes(letter)));
  if (options.dryRun) {
    printIds(chosen, options);
    return;
  }
  if (chosen.length === 0) {
    process.exitCode = 1;
    return;
  }
  await agree(`Redrive ${counted(chosen.length, 'event')}?`, {
    ...options,
    isLocal: stage.isLocal,
  });
  await sendAndWait(
    stage,
    chosen.length,
    (signal) => {
      const how = { rate, runStale: stale, signal };
      return first === undefined
        ? redriveWithRest(stage, chosen, held, isMeantHere, how)
        : redrive(stage, chosen, held, how);
    },
    options,
  );
  if (all && held.beyond > 0 && (await isLeft(stage))) process.exitCode ??= 1;
  if (process.exitCode) {
    process.stderr.write(`What is left: smile dead-letters${stage.option}\n`);
  }
}

async function isLeft(stage: Stage): Promise<boolean> {
  await using held = await holdDeadLetters(stage, 1);
  return held.letters.length + held.beyond > 0;
}

function isChosen(
  { row, event, reason }: DeadLetter,
  filter: EventFilter,
  reasons: readonly string[] | undefined,
): boolean {
  if (reasons && !reasons.some((key) => key === reason.key)) return false;
  if (filter.ids && !filter.ids.includes(event.eventId)) return false;
  return isMeant({ ...event, status: 'DEAD', ...row }, filter);
}

function planOf(
  chosen: readonly DeadLetter[],
  { letters, beyond }: HeldLetters,
  stage: Stage,
): string {
  const users = new Set(chosen.map(({ event }) => event.subject)).size;
  const others = letters.length - chosen.length;
  const sentences = [
    `${counted(chosen.length, 'event')} of ${counted(users, 'user')}. Their handlers will run.`,
    ...(others > 0 ? [`${counted(others, 'dead letter')} not meant.`] : []),
    ...(beyond > 0
      ? [`${beyond} more cannot be seen now: behind these, or held by another command.`]
      : []),
    ...(chosen.length > 0 ? deployedSince(chosen, stage) : []),
  ];
  return sentences.join(' ');
}

/** The local run bundles handlers anew without another version. */
function deployedSince(
  chosen: readonly DeadLetter[],
  { isLocal, names }: Stage,
): readonly string[] {
  if (isLocal) return [];
  const versions = chosen.map(({ row }) => row?.history?.at(-1)?.version);
  const sameVersion = versions.filter((version) => version === names.workerVersion).length;
  const unknown = versions.filter((version) => version === undefined).length;
  if (unknown > 0 && sameVersion === 0) {
    return [`Deployed since they died: not known of ${counted(unknown, 'event')}.`];
  }
  if (sameVersion === 0) return ['Deployed since they died: yes.'];
  return [
    `Deployed since they died: no. ${counted(sameVersion, 'event')} died of the code that runs now (${names.workerVersion}).`,
  ];
}
