import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY } from '../../../lambdas/worker/contract.ts';
import { LeaseLost } from '../../../lambdas/ledger/lease-lost.ts';
import { afterFault, afterTrouble, backoffSeconds } from '../../../lambdas/worker/retry.ts';

const anyAttempt = fc.integer({ min: 1, max: 2000 });
const anyRandom = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
/** What SQS takes as a visibility timeout. */
const isVisibility = (seconds: number) =>
  Number.isInteger(seconds) && seconds >= 0 && seconds <= 43_200;

describe('the wait after a failure', () => {
  it('is between half of its step and the whole, whatever the chance', () => {
    fc.assert(
      fc.property(anyAttempt, anyRandom, (attempt, random) => {
        const seconds = backoffSeconds(attempt, DEFAULT_RETRY.baseSeconds, 900, () => random);

        const longest = Math.min(900, 8 * 2 ** (attempt - 1));
        expect(isVisibility(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(longest / 2);
        expect(seconds).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it('takes two minutes at most for all five attempts together', () => {
    const waits = [1, 2, 3, 4].map((attempt) =>
      backoffSeconds(attempt, DEFAULT_RETRY.baseSeconds, 900, () => 1),
    );

    expect(waits).toEqual([8, 16, 32, 64]);
    expect(DEFAULT_RETRY.maxAttempts).toBe(5);
  });

  it('differs between events that failed together', () => {
    const waits = Array.from({ length: 50 }, () => backoffSeconds(4, 8, 900));

    expect(new Set(waits).size).toBeGreaterThan(1);
  });
});

const waitForAws = (receives: number) =>
  afterFault(new Error('throttled'), receives, DEFAULT_RETRY).seconds ?? 0;

describe('the wait for AWS', () => {
  it('is never nothing, never more than 15 minutes, and something that SQS takes', () => {
    fc.assert(
      fc.property(anyAttempt, (receives) => {
        const seconds = waitForAws(receives);

        expect(isVisibility(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(900);
      }),
    );
  });

  it('starts with seconds and ends at a quarter of an hour', () => {
    expect(waitForAws(1)).toBeLessThanOrEqual(2);
    expect(waitForAws(1000)).toBeGreaterThanOrEqual(450);
  });
});

describe('the retry of an attempt that another worker has taken over', () => {
  it('is left to that worker', () => {
    const unsettled = { receives: 1, mayHaveBegun: true, visibilityTimeoutSeconds: 180 };
    const cause = new LeaseLost();

    const retry = afterTrouble(cause, unsettled, DEFAULT_RETRY);

    expect(retry).toEqual({ reason: 'fault', seconds: undefined, cause });
  });
});
