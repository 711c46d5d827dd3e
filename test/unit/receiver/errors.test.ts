import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NonRetriableError, RetryAfterError } from '../../../lambdas/receiver/index.ts';

describe('RetryAfterError', () => {
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
    expect(new RetryAfterError(asked).seconds).toBe(taken);
  });

  it('always takes whole seconds from 0 to 900', () => {
    fc.assert(
      fc.property(fc.double(), (asked) => {
        const { seconds } = new RetryAfterError(asked);

        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(900);
      }),
    );
  });

  it('is an error with a name and a code to rely on', () => {
    const error = new RetryAfterError(1);

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'RetryAfterError', code: 'retry-after' });
    expect(error.message).toMatch(/retry after a wait/);
  });
});

describe('NonRetriableError', () => {
  it('is an error with a name, a code and a reason to rely on', () => {
    const error = new NonRetriableError('the partner refuses');

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'NonRetriableError',
      code: 'non-retriable',
      reason: 'the partner refuses',
    });
  });
});
