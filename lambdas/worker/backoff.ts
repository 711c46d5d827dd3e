/** How attempts and waits are spread. */
export interface RetrySettings {
  /** Attempts that count, the first one included. */
  readonly maxAttempts: number;
  /** The wait after the first failed attempt; it doubles from there. */
  readonly baseSeconds: number;
  /** The longest wait for AWS. */
  readonly maxFaultSeconds: number;
}

/**
 * Five attempts with waits of 8, 16, 32 and 64 seconds at most: two minutes in all, since the
 * subject's later events, a withdrawal of consent too, wait behind this one.
 */
export const RETRY: RetrySettings = { maxAttempts: 5, baseSeconds: 8, maxFaultSeconds: 900 };

/**
 * Seconds to wait before attempt `attempt + 1`. Half is fixed and half is random, so that events that
 * failed together do not come back together.
 */
export function backoffSeconds(
  attempt: number,
  baseSeconds: number,
  maxSeconds: number,
  random: () => number = Math.random,
): number {
  const longest = Math.min(maxSeconds, baseSeconds * 2 ** (attempt - 1));
  return Math.round(longest / 2 + (longest / 2) * random());
}

/** Seconds to wait for AWS: longer with every receive of the message. */
export function faultBackoff(receives: number, { maxFaultSeconds }: RetrySettings): number {
  return Math.max(1, backoffSeconds(Math.min(receives, 16), 2, maxFaultSeconds));
}
