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
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** 0 to 1, as `Math.random`. */
  readonly random: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** For commands and schedules, which can wait out a short outage of Smile's. Only the time ends it. */
export const PATIENCE: Patience = {
  totalMs: 30_000,
  attemptMs: 10_000,
  maxAttempts: Number.POSITIVE_INFINITY,
  baseMs: 200,
};

/** However long an outage lasts, its end is noticed soon. */
const LONGEST_WAIT_MS = 5000;

export const PACE: Pace = {
  now: () => performance.now(),
  random: Math.random,
  wait: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};

/** What a call may be told. */
export interface RetryOptions {
  /** Ends attempt and waiting. */
  readonly signal?: AbortSignal | undefined;
  /** Resolves when an attempt may begin; rejects when it could not before `deadline`, by the clock of the pace. */
  readonly turn?: (deadline: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Whether to try again after this fault. Default: if the fault may pass. */
  readonly mayRepeat?: (fault: SmileApiError) => boolean;
}

/**
 * Attempts until it goes well, the fault is none that passes, or patience ends; then the last attempt's
 * fault is thrown. Waits are random from zero on ("full jitter"), so that callers who were refused
 * together do not come back together; what Smile asks to wait comes on top.
 *
 * @param attempt throws {@link SmileApiError}; its signal fires when the attempt has lasted too long
 */
export async function withRetries<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { totalMs, attemptMs, maxAttempts, baseMs }: Patience,
  { now, random, wait }: Pace,
  { signal, turn, mayRepeat = ({ mayPass }) => mayPass }: RetryOptions = {},
): Promise<T> {
  const deadline = now() + totalMs;
  for (let attempts = 1; ; attempts += 1) {
    await turn?.(deadline, signal);
    try {
      const forAttempt = Math.min(attemptMs, deadline - now());
      const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(forAttempt)));
      return await attempt(signal ? AbortSignal.any([signal, timeout]) : timeout);
    } catch (error) {
      if (!(error instanceof SmileApiError) || !mayRepeat(error) || attempts === maxAttempts) {
        throw error;
      }
      const askedFor = (error.retryAfterSeconds ?? 0) * 1000;
      const longest = Math.min(baseMs * 2 ** (attempts - 1), LONGEST_WAIT_MS);
      const pause = askedFor + random() * longest;
      if (signal?.aborted || now() + pause >= deadline) throw error;
      await wait(pause, signal).catch(() => {
        throw error;
      });
    }
  }
}
