import { setTimeout as delay } from 'node:timers/promises';
import type { Rig } from '../rig/rig.ts';
import type { Cell } from './cells.ts';
import { type Trial, tryCell } from './trial.ts';
import { judgeTrial, type Verdict } from './verdict.ts';

/** What the cells came to, and what of all of them together is not as it has to be. */
export interface MatrixResult {
  readonly verdicts: readonly Verdict[];
  readonly broken: readonly string[];
}

const CONCURRENT = 12;
const DRAINED_WITHIN_MS = 120_000;

/**
 * Tries cells on one run. Faults that are aimed at one event go side by side; what hits a whole engine or
 * all processes goes one after the other.
 */
export async function tryCells(cells: readonly Cell[], rig: Rig): Promise<MatrixResult> {
  const { aimed = [], alone = [] } = Object.groupBy(cells, (cell) =>
    isForAll(cell) ? 'alone' : 'aimed',
  );
  const trials: Trial[] = [];
  const queue = [...aimed];
  await Promise.all(
    Array.from({ length: CONCURRENT }, async () => {
      for (let cell = queue.shift(); cell; cell = queue.shift()) {
        trials.push(await tryCell(cell, rig));
      }
    }),
  );
  await drained(rig);
  for (const cell of alone) {
    trials.push(await tryCell(cell, rig));
    // The next one must find every engine, and none that an event of this one will still take away.
    await drained(rig);
  }
  const isDrained = await drained(rig);

  const deadLetters = await rig.queues.takeDeadLetters();
  const verdicts: Verdict[] = [];
  for (const trial of trials) verdicts.push(await judgeTrial(trial, rig, deadLetters));
  return { verdicts, broken: [...isDrained, ...(await strangers(trials, rig))] };
}

function isForAll(cell: Cell): boolean {
  const isCrashOfAll = cell.step === 'answer' && cell.fault === 'crash after';
  return cell.fault === 'engine restarted' || cell.step === 'read-secret' || isCrashOfAll;
}

async function drained({ queues }: Rig): Promise<string[]> {
  for (const start = performance.now(); performance.now() - start < DRAINED_WITHIN_MS; ) {
    if ((await queues.waiting().catch(() => undefined)) === 0) return [];
    await delay(200);
  }
  return ['the queue is not drained'];
}

/** Rows of nobody's events: something was made of an event a second time. */
async function strangers(trials: readonly Trial[], { tables }: Rig): Promise<string[]> {
  const known = new Set(trials.flatMap(({ events }) => [events.met.id, events.next.id]));
  const found: string[] = [];
  for await (const { eventId } of tables.rows()) {
    if (!known.has(String(eventId))) found.push(`a row of no event: ${String(eventId)}`);
  }
  return found;
}
