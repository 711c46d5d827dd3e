import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { RetryAfterError } from '../../../lambdas/receiver/retry-after-error.ts';
import {
  afterFailure,
  afterFault,
  afterTrouble,
  asAsked,
  backoffSeconds,
} from '../../../lambdas/worker/retry.ts';
import { DEFAULT_RETRY } from '../../../lambdas/worker/contract.ts';
import { target } from '../target.ts';

const inputs = fc.record({
  asked: fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 900, 900.1, 1e-300)),
  /** Far more than there are: the waits must end somewhere. */
  attempt: fc.integer({ min: 1, max: 20 }),
  receives: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(2 ** 31, 2 ** 53)),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

/** @param waitFor what is on trial, together with the other waits */
export const waitsTarget = (waitFor = backoffSeconds) =>
  target(
    'every wait is of whole seconds that SQS takes, and leaves its subject no longer than promised',
    20,
    inputs,
    ({ asked, attempt, receives, random }) => {
      const askedFor = new RetryAfterError(asked);
      const { seconds } = askedFor;
      const ofFailure = waitFor(attempt, DEFAULT_RETRY.baseSeconds, 900, () => random);
      const fault = new AwsFault(new Error('out of reach'));
      const ofFault = afterFault(fault, receives, DEFAULT_RETRY).seconds ?? 0;
      const asAskedFor = asAsked(askedFor, receives).seconds ?? 0;
      const known = { receives, visibilityTimeoutSeconds: 180 };
      const ofTrouble = [fault, new Error('ours')].flatMap((cause) =>
        [true, false].map((mayHaveBegun) => ({
          mayHaveBegun,
          wait: afterTrouble(cause, { ...known, mayHaveBegun }, DEFAULT_RETRY).seconds ?? 0,
        })),
      );
      const [shortest, longest] = [0, 1].map((end) =>
        waitFor(attempt, DEFAULT_RETRY.baseSeconds, 900, () => end),
      );

      const cutOff = Math.min(900, 8 * 2 ** (attempt - 1));
      assert.equal(longest, cutOff, 'the longest wait');
      assert.equal(shortest, cutOff / 2, 'the shortest wait');
      const afterAttempt = afterFailure(new Error('ours'), attempt, DEFAULT_RETRY).seconds ?? 0;
      const troubled = ofTrouble.map(({ wait }) => wait);
      for (const wait of [seconds, ofFailure, ofFault, asAskedFor, afterAttempt, ...troubled]) {
        assert.ok(Number.isInteger(wait) && wait >= 0 && wait <= 900, `${wait} seconds`);
      }
      assert.ok(!(asked > 0 && asked <= 900) || (seconds >= asked && seconds <= asked + 1));
      assert.ok(ofFault >= 1);
      assert.ok(asAskedFor >= seconds && (receives <= 50 || asAskedFor >= Math.min(receives, 900)));
      // The row may say that the attempt has begun: silence for long would be taken for a crash.
      for (const { mayHaveBegun, wait } of ofTrouble) assert.ok(!mayHaveBegun || wait < 90);
      assert.ok(ofFailure >= (shortest ?? 0) && ofFailure <= (longest ?? 0));
    },
  );
