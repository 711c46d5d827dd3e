import { setImmediate as nextTurn } from 'node:timers/promises';
import { ownStrayErrors } from '../telemetry/stray-errors.ts';
import type { Log } from '../telemetry/log.ts';

/**
 * Does the work, and rejects with the first stray error of it: a promise that it forgot to await, or a throw
 * in a timer, is its failure as much as its own throw. What comes after the end is counted and logged.
 *
 * ```
 * handler called ── `void save()` ── returns ── save() rejects ─┊─ Node reports it ─┊── end
 *                                                    one turn of the event loop ────┘
 * ```
 *
 * Node reports a rejection only when the turn is over in which it happened. So the end is one turn later than
 * the work's own.
 */
export async function guarded<T>(log: Log, work: () => Promise<T>): Promise<T> {
  const { promise: escaped, reject } = Promise.withResolvers<never>();
  let isOver = false;
  const fail = (error: unknown) => {
    if (isOver) return false;
    isOver = true;
    reject(error);
    return true;
  };
  try {
    return await ownStrayErrors({ log, fail }, async () => {
      const result = await Promise.race([work(), escaped]);
      await Promise.race([nextTurn(), escaped]);
      return result;
    });
  } finally {
    isOver = true;
  }
}
