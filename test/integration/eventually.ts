import { soon } from './soon.ts';

const WITHIN_MS = 15_000;

/**
 * Repeats `look` until it returns something other than undefined, null or false, and returns that.
 * Errors that `look` throws count as "not yet"; the last one is thrown when time is up.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  withinMilliseconds = WITHIN_MS,
): Promise<Exclude<T, undefined | null | false>> {
  return await soon(async () => {
    const found = await look();
    if (found === undefined || found === null || found === false) {
      throw new Error(`Nothing happened within ${withinMilliseconds} ms.`);
    }
    return found as Exclude<T, undefined | null | false>;
  }, withinMilliseconds);
}
