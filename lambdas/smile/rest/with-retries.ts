import { setTimeout as delay } from 'node:timers/promises';
import { SmileApiError } from './smile-api-error.ts';

/** How much patience a call has. Times in milliseconds. */
export interface Patience {
  /** For everything: attempts and the waits between them. */
  readonly totalMs: number;
  /** For one attempt. */
  readonly attemptMs: number;
  readonly maxAttempts: number;
  /** The longest first wait; it doubles from there. */
  readonly baseMs: number;
}

/** Time, and chance. */
export interface Pace {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 to 1, as `Math.random`. */
  readonly random: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/**
 * Within the eight seconds that a page waits for our answer, and with a second for the rest of it. Four
 * attempts: Smile counts all of them against its 20 requests a second (Smile docs, API), and the page
 * itself tries again later.
 */
export const PATIENCE: Patience = {
  totalMs: 6500,
  attemptMs: 3000,
  maxAttempts: 4,
  baseMs: 200,
};

export const PACE: Pace = {
  now: Date.now,
  random: Math.random,
  wait: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};

/**
 * Attempts until it goes well, the fault is none that passes, or patience ends; then the last attempt's
 * fault is thrown. Waits are random from zero on ("full jitter"), so that callers who were refused
 * together do not come back together; what Smile asks to wait comes on top.
 *
 * @param attempt throws {@link SmileApiError}; its signal fires when the attempt has lasted too long
 * @param signal ends attempt and waiting
 */
export async function withRetries<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { totalMs, attemptMs, maxAttempts, baseMs }: Patience,
  { now, random, wait }: Pace,
  signal?: AbortSignal,
): Promise<T> {
  const deadline = now() + totalMs;
  for (let attempts = 1; ; attempts += 1) {
    try {
      const timeout = AbortSignal.timeout(Math.max(1, Math.min(attemptMs, deadline - now())));
      return await attempt(signal ? AbortSignal.any([signal, timeout]) : timeout);
    } catch (error) {
      if (!(error instanceof SmileApiError) || !error.mayPass || attempts === maxAttempts) {
        throw error;
      }
      const askedFor = (error.retryAfterSeconds ?? 0) * 1000;
      const pause = askedFor + random() * baseMs * 2 ** (attempts - 1);
      if (signal?.aborted || now() + pause >= deadline) throw error;
      await wait(pause, signal).catch(() => {
        throw error;
      });
    }
  }
}
