import { setTimeout as delay } from 'node:timers/promises';

const WITHIN_MS = 15_000;
const EVERY_MS = 20;

/**
 * Repeats `look` until it returns something other than undefined, null or false, and returns that.
 * Errors that `look` throws count as "not yet"; the last one is thrown when time is up.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  withinMilliseconds = WITHIN_MS,
): Promise<Exclude<T, undefined | null | false>> {
  const end = Date.now() + withinMilliseconds;
  for (;;) {
    let last: unknown = new Error(`Nothing happened within ${withinMilliseconds} ms.`);
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) {
        return found as Exclude<T, undefined | null | false>;
      }
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw last;
    await delay(EVERY_MS);
  }
}
