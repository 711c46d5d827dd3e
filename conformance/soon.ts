import { setTimeout as delay } from 'node:timers/promises';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * Repeats `look` until it throws nothing, and returns what it returns; throws its last error when time is
 * up. The pauses grow, so that neither a receiver in memory nor one on AWS is waited for in vain.
 */
export async function soon<T>(look: () => Promise<T>, withinMilliseconds: number): Promise<T> {
  const end = Date.now() + withinMilliseconds;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() + pause > end) throw error;
      await delay(pause);
    }
  }
}
