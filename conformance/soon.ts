import { setTimeout as delay } from 'node:timers/promises';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;
/** On a busy machine time can be up before anything had a chance. */
const FEWEST_LOOKS = 5;

/**
 * Repeats `look` until it throws nothing, and returns what it returns; throws its last error when time is
 * up. The pauses grow, so that neither a receiver in memory nor one on AWS is waited for in vain.
 */
export async function soon<T>(look: () => Promise<T>, withinMilliseconds: number): Promise<T> {
  const end = Date.now() + withinMilliseconds;
  let pause = FIRST_PAUSE_MS;
  for (let looks = 1; ; looks += 1) {
    try {
      return await look();
    } catch (error) {
      if (looks >= FEWEST_LOOKS && Date.now() + pause > end) throw error;
      await delay(pause);
      pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
    }
  }
}
