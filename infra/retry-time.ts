import { LONGEST_WAIT_SECONDS } from '../lambdas/receiver/contract.ts';
import type { RetrySettings } from '../lambdas/worker/contract.ts';

/** Seconds that the waits between the attempts of an event that fails each time take at most. */
export function waitsSeconds({ maxAttempts, baseSeconds }: RetrySettings): number {
  const waits = Array.from({ length: maxAttempts - 1 }, (_, failed) =>
    Math.min(LONGEST_WAIT_SECONDS, baseSeconds * 2 ** failed),
  );
  return waits.reduce((sum, wait) => sum + wait, 0);
}

/**
 * Seconds that the retries of an event take at most: its attempts fail, or each of them kills its process, or it
 * waits once for AWS or for what a handler asked for.
 *
 * @param visibilityTimeoutSeconds after which an event comes back whose worker died: six times the worker's timeout
 */
export function longestRetrySeconds(
  retry: RetrySettings,
  visibilityTimeoutSeconds: number,
): number {
  const crashes = retry.maxAttempts * visibilityTimeoutSeconds;
  const failures = waitsSeconds(retry) + crashes / 6;
  return Math.ceil(Math.max(crashes, failures, longestPause(retry)));
}

/** Seconds between two tries that spend no attempt, at most. */
export function longestPause({ maxFaultSeconds }: RetrySettings): number {
  return Math.max(maxFaultSeconds, LONGEST_WAIT_SECONDS);
}
