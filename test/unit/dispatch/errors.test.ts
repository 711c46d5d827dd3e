import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Permanent } from '../../../lambdas/dispatch/permanent.ts';
import { RetryLater } from '../../../lambdas/dispatch/retry-later.ts';

describe('RetryLater', () => {
  it.each([
    [0, 0],
    [30, 30],
    [0.1, 1],
    [899.5, 900],
    [901, 900],
    [-1, 0],
    [Number.POSITIVE_INFINITY, 900],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.NaN, 0],
  ])('asked for %d seconds takes %d', (asked, taken) => {
    expect(new RetryLater(asked).seconds).toBe(taken);
  });

  it('always takes whole seconds from 0 to 900', () => {
    fc.assert(
      fc.property(fc.double(), (asked) => {
        const { seconds } = new RetryLater(asked);

        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(900);
      }),
    );
  });

  it('is an error with a name and a code to rely on', () => {
    const error = new RetryLater(1);

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'RetryLater', code: 'retry-later' });
    expect(error.message).toMatch(/called again later/);
  });
});

describe('Permanent', () => {
  it('is an error with a name, a code and a reason that its message does not repeat', () => {
    const error = new Permanent('the partner refuses');

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'Permanent',
      code: 'permanent',
      reason: 'the partner refuses',
    });
    expect(error.message).toMatch(/its reason is in the ledger/);
    expect(error.message).not.toContain('partner');
  });
});
