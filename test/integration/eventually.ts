import { setTimeout as delay } from 'node:timers/promises';

const BETWEEN_MS = 25;

/**
 * Tries again until the probe succeeds, and returns what it found; after `withinMs` throws what the
 * probe threw last.
 */
export async function eventually<T>(probe: () => T | Promise<T>, withinMs = 10_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(BETWEEN_MS);
    }
  }
}
