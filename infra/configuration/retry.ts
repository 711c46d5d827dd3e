import { z } from 'zod';
import { LONGEST_WAIT_SECONDS } from '../../lambdas/receiver/contract.ts';
import { DEFAULT_RETRY } from '../../lambdas/worker/contract.ts';

const seconds = z.int('must be a whole number of seconds');

/** How often an event is tried, and how long it waits. The events of its user wait with it. */
export const retry = z.strictObject({
  /** Attempts that count, the first one included; then the event goes to the dead letters. */
  attempts: z
    .int('must be a whole number')
    .min(1, 'must be 1 at least')
    .max(50, 'must be 50 at most: later events of the same user wait meanwhile')
    .default(DEFAULT_RETRY.maxAttempts),
  /** The longest wait after the first failed attempt. It doubles with each, up to 15 minutes. */
  baseSeconds: seconds
    .min(1, 'must be 1 at least')
    .max(LONGEST_WAIT_SECONDS, `must be ${LONGEST_WAIT_SECONDS} at most, the longest wait`)
    .default(DEFAULT_RETRY.baseSeconds),
  /** The longest wait while AWS is in trouble, which spends no attempt. */
  maxFaultSeconds: seconds
    .min(60, 'must be 60 at least: each try is paid for, and AWS is in trouble')
    .max(3600, 'must be 3600 at most: after the trouble events would wait too long')
    .default(DEFAULT_RETRY.maxFaultSeconds),
});
