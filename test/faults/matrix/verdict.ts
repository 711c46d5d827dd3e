import { isDeepStrictEqual } from 'node:util';
import { stateOf } from '../model.ts';
import type { Rig } from '../rig/rig.ts';
import { type Stored, withoutVersion } from '../rig/tables.ts';
import type { Cell } from './cells.ts';
import { expectedOf } from './expected.ts';
import type { Trial } from './trial.ts';
import type { TrialEvent } from './trial-events.ts';

/** What a cell came to. */
export interface Verdict {
  readonly cell: Cell;
  /** What is not as it has to be; empty: all is well. */
  readonly broken: readonly string[];
  readonly attempts: number | undefined;
  /** How often the handler of the event that met the fault had its effect. */
  readonly effects: number;
  readonly statuses: readonly (number | undefined)[];
}

/**
 * Judges a cell by its events' rows, items and effects.
 *
 * @param deadLetters ids of all dead letters of the run
 */
export async function judgeTrial(
  { cell, events, statuses, storedWhenAccepted, happened }: Trial,
  { tables, journal }: Rig,
  deadLetters: readonly string[],
): Promise<Verdict> {
  const { met, next, user } = events;
  const { status, attempts, firstAccepted } = expectedOf(cell);
  const row = await tables.row(met.id);
  const nextRow = await tables.row(next.id);
  const items = (await tables.items(`USER#${user}`)).map(withoutVersion);
  const told = [
    ...(status === 'DONE' && row ? [asTold(met, row)] : []),
    ...(nextRow ? [asTold(next, nextRow)] : []),
  ];
  const effects = journal.effects.get(met.id) ?? 0;
  const nextEffects = journal.effects.get(next.id) ?? 0;
  const dead = deadLetters.filter((id) => id === met.id || id === next.id);

  const claims: [boolean, string][] = [
    [happened(), 'the fault did not happen'],
    [statuses.at(-1) === 200, `never accepted: ${statuses.join(' ')}`],
    [storedWhenAccepted, 'answered with a 2xx before it was on the queue'],
    [
      firstAccepted === undefined || firstAccepted === (statuses[0] === 200),
      `the first answer was ${statuses[0]}`,
    ],
    [row?.status === status, `its row is ${statusOf(row)}`],
    [attempts.includes(Number(row?.attempts)), `${String(row?.attempts)} attempts`],
    [nextRow?.status === 'DONE', `the next event’s row is ${statusOf(nextRow)}`],
    [nextRow?.attempts === 1, `the next event took ${String(nextRow?.attempts)} attempts`],
    [isDeepStrictEqual(items, [...stateOf(told).values()]), 'the state is not the model’s'],
    [effects > 0 === (row?.outcome === 'APPLIED'), `${effects} effects`],
    [nextEffects === 1, `the next event had ${nextEffects} effects`],
    [
      !journal.effectsAfterEnd.some((id) => id === met.id || id === next.id),
      'an effect after the end',
    ],
    [isDeepStrictEqual(dead, status === 'DEAD' ? [met.id] : []), `${dead.length} dead letters`],
  ];
  return {
    cell,
    broken: claims.filter(([holds]) => !holds).map(([, what]) => what),
    attempts: row ? Number(row.attempts) : undefined,
    effects,
    statuses,
  };
}

function statusOf(row: Stored | undefined): string {
  return row ? String(row.status) : 'absent';
}

function asTold({ id, type, createdAt, data }: TrialEvent, { receivedAt }: Stored) {
  return { id, type, createdAt, data, receivedAt: String(receivedAt) };
}
