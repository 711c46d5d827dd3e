import { vi } from 'vitest';

/** Repeats the assertions until they hold, and returns what they return; fails with the last failure. */
export async function soon<T>(assertions: () => T | Promise<T>, withinMs = 10_000): Promise<T> {
  return await vi.waitFor(assertions, { timeout: withinMs, interval: 25 });
}
