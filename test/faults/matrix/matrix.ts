import type { Rig } from '../rig/rig.ts';
import type { CallbackFault } from './callback-faults.ts';
import { type CallbackVerdict, judgeCallbacks } from './callback-verdict.ts';
import { tryCallback } from './callbacks.ts';
import type { Cell } from './cells.ts';
import { deadCallbacks, strangers, strayLetters, undrained, untilHappened } from './leftovers.ts';
import { keysOf } from './page.ts';
import { isAboutSecret, type Trial, tryCell } from './trial.ts';
import { inOrder } from './trial-events.ts';
import { judgeTrial, type Verdict } from './verdict.ts';

/** What the cells came to, and what of all of them together is not as it has to be. */
export interface MatrixResult {
  readonly verdicts: readonly Verdict[];
  readonly callbacks: readonly CallbackVerdict[];
  readonly broken: readonly string[];
}

const CONCURRENT = 12;

/**
 * Tries cells on one run. Faults that are aimed at one event go side by side; what hits a whole engine or
 * all processes goes one after the other, and so do the callbacks' faults, which come last.
 */
export async function tryCells(
  cells: readonly Cell[],
  callbackFaults: readonly CallbackFault[],
  rig: Rig,
): Promise<MatrixResult> {
  const broken: string[] = [];
  const trials = await tryAll(cells, rig, broken);
  broken.push(...(await undrained(rig)));
  await untilHappened(trials);
  const deadLetters = await rig.queues.takeDeadLetters();
  const verdicts: Verdict[] = [];
  for (const trial of trials) verdicts.push(await judgeTrial(trial, rig, deadLetters));
  const tried = trials.flatMap(({ events }) => inOrder(events));
  const named = new Set(tried.flatMap(({ id, key }) => [id, key]));
  broken.push(...strayLetters(deadLetters, named));

  const callbacks: CallbackVerdict[] = [];
  for (const fault of callbackFaults) {
    callbacks.push(await judgeCallbacks(await tryCallback(fault, rig), rig));
  }
  broken.push(...(await undrained(rig)), ...(await deadCallbacks(rig)));

  const known = [...tried.map(({ key }) => key), ...callbacks.flatMap(({ user }) => keysOf(user))];
  broken.push(...(await strangers(new Set(known), rig)));
  return { verdicts, callbacks, broken };
}

/** @param broken takes what is found between the cells */
async function tryAll(cells: readonly Cell[], rig: Rig, broken: string[]): Promise<Trial[]> {
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
  for (const cell of alone) {
    // It must find every engine, and none that an event of another one will still take away.
    broken.push(...(await undrained(rig)));
    trials.push(await tryCell(cell, rig));
  }
  return trials;
}

function isForAll(cell: Cell): boolean {
  const isCrashOfAll = cell.step === 'answer' && cell.fault === 'crash after';
  return cell.fault === 'engine restarted' || isAboutSecret(cell) || isCrashOfAll;
}
