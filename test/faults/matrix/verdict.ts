import { isDeepStrictEqual } from 'node:util';
import { type Item, stateOf, type Told } from '../model.ts';
import type { Rig } from '../rig/rig.ts';
import { type Stored, withoutVersion } from '../rig/tables.ts';
import { brokenOf, type Claim } from './claim.ts';
import type { Cell } from './cells.ts';
import { expectedOf } from './expected.ts';
import { keepsBody } from './keeps-body.ts';
import type { Trial } from './trial.ts';
import { inOrder, type TrialEvent } from './trial-events.ts';

/** What a cell came to. */
export interface Verdict {
  readonly cell: Cell;
  /** What is not as it has to be; empty: all is well. */
  readonly broken: readonly string[];
  readonly attempts: number | undefined;
  /** How often the handler of the event that met the fault had its effect. */
  readonly effects: number;
  /** How often that event was announced. */
  readonly announcements: number;
  readonly statuses: readonly (number | undefined)[];
}

/** What a judgement looks at. */
export type Evidence = Pick<Rig, 'tables' | 'bucket' | 'journal'>;

/**
 * Judges a cell by its events' rows, bodies, items and effects.
 *
 * @param deadLetters ids of all dead letters of the run
 */
export async function judgeTrial(
  { cell, events, statuses, storedWhenAccepted, happened }: Trial,
  evidence: Evidence,
  deadLetters: readonly string[],
): Promise<Verdict> {
  const { tables, journal } = evidence;
  const { earlier, met, next, user } = events;
  const expected = expectedOf(cell);
  const { status, attempts, firstAccepted } = expected;
  const row = await tables.row(met.key);
  const effects = journal.effects.get(met.key) ?? 0;
  const announcements = journal.announcements.get(met.key) ?? 0;
  const items = (await tables.items(`USER#${user}`)).map(withoutVersion);
  const told: Told[] = [];
  for (const event of inOrder(events)) {
    const { receivedAt } = (await tables.row(event.key)) ?? {};
    const isDone = event !== met || status === 'DONE';
    if (isDone && typeof receivedAt === 'string') told.push({ ...event, receivedAt });
  }
  const ids = new Set(inOrder(events).flatMap(({ id, key }) => [id, key]));
  const dead = deadLetters.filter((id) => ids.has(id));

  const claims: Claim[] = [
    [happened(), 'the fault did not happen as often as it had to'],
    [statuses.at(-1) === 200, `never accepted: ${statuses.join(' ')}`],
    [!statuses.includes(401), `a good signature was refused: ${statuses.join(' ')}`],
    [storedWhenAccepted, 'answered with a 2xx before it was on the queue'],
    [
      firstAccepted === undefined || firstAccepted === (statuses[0] === 200),
      `the first answer was ${statuses[0]}`,
    ],
    [row?.status === status, `its row is ${statusOf(row)}`],
    [
      row?.outcome === (status === 'DONE' ? 'APPLIED' : undefined),
      `its outcome is ${String(row?.outcome)}`,
    ],
    [attempts.includes(Number(row?.attempts)), `${String(row?.attempts)} attempts`],
    [await keepsBody(met, row, evidence.bucket), 'its body is not what was posted'],
    [isWithin(expected.effects, effects), `${effects} effects`],
    [isWithin(expected.announcements, announcements), `${announcements} announcements`],
    ...(earlier ? await claimsAbout('the earlier event', earlier, evidence) : []),
    ...(await claimsAbout('the next event', next, evidence)),
    [isDeepStrictEqual(items, itemsOf(told)), 'the state is not the model’s'],
    [!journal.effectsAfterEnd.some((id) => ids.has(id)), 'an effect after the end'],
    [!journal.announcedBeforeEffect.some((id) => ids.has(id)), 'an announcement before the effect'],
    [isDeepStrictEqual(dead, status === 'DEAD' ? [met.id] : []), `${dead.length} dead letters`],
  ];
  return {
    cell,
    broken: brokenOf(claims),
    attempts: row ? Number(row.attempts) : undefined,
    effects,
    announcements,
    statuses,
  };
}

/** An event that meets no fault is done at once, has one effect, and is announced once. */
async function claimsAbout(
  name: string,
  event: TrialEvent,
  { tables, bucket, journal }: Evidence,
): Promise<Claim[]> {
  const row = await tables.row(event.key);
  const effects = journal.effects.get(event.key) ?? 0;
  const announcements = journal.announcements.get(event.key) ?? 0;
  return [
    [row?.status === 'DONE', `${name}’s row is ${statusOf(row)}`],
    [row?.attempts === 1, `${name} took ${String(row?.attempts)} attempts`],
    [await keepsBody(event, row, bucket), `${name}’s body is not what was posted`],
    [effects === 1, `${name} had ${effects} effects`],
    [announcements === 1, `${name} had ${announcements} announcements`],
  ];
}

function isWithin([least, most]: readonly [number, number], count: number): boolean {
  return count >= least && count <= most;
}

/** What the model says, in the order in which the table gives it. */
function itemsOf(told: readonly Told[]): Item[] {
  return [...stateOf(told).values()].toSorted((one, other) =>
    String(one.sk) < String(other.sk) ? -1 : 1,
  );
}

function statusOf(row: Stored | undefined): string {
  return row ? String(row.status) : 'absent';
}
