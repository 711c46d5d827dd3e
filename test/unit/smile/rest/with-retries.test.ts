import { describe, expect, it } from 'vitest';
import { SmileApiError } from '../../../../lambdas/smile/rest/smile-api-error.ts';
import type { SmileFault } from '../../../../lambdas/smile/rest/smile-fault.ts';
import { type Pace, withRetries } from '../../../../lambdas/smile/rest/with-retries.ts';
import { PAGE_PATIENCE as PATIENCE } from '../../../../lambdas/widget-api/link-token/patience.ts';

const unavailable = (over: Partial<SmileFault> = {}) =>
  new SmileApiError({ kind: 'unavailable', code: 'SERVER_UNAVAILABLE', status: 503, ...over });

/** A clock that jumps over the waits, attempts that take no time, and chance at its highest. */
function paced({ random = 1 } = {}) {
  const clock = { now: 0, waits: [] as number[] };
  const pace: Pace = {
    now: () => clock.now,
    random: () => random,
    async wait(milliseconds) {
      clock.waits.push(milliseconds);
      clock.now += milliseconds;
    },
  };
  return { clock, pace };
}

/** Fails with these faults one after the other, then succeeds. */
function failing(...faults: unknown[]) {
  const made = { attempts: 0 };
  const attempt = async () => {
    const fault = faults[made.attempts];
    made.attempts += 1;
    if (fault !== undefined) throw fault;
    return 'done';
  };
  return { made, attempt };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(unavailable()));
  });

const aborted = () => Promise.reject(new DOMException('ended', 'AbortError'));

describe('a call to Smile', () => {
  it('that goes well is made once', async () => {
    const { clock, pace } = paced();
    const { made, attempt } = failing();

    const result = await withRetries(attempt, PATIENCE, pace);

    expect(result).toBe('done');
    expect(made.attempts).toBe(1);
    expect(clock.waits).toEqual([]);
  });

  it('is made again after faults that may pass, with waits that double at the most', async () => {
    const { clock, pace } = paced();
    const limited = new SmileApiError({ kind: 'rate-limited', code: 'REQUEST_LIMIT_EXCEEDED' });
    const { made, attempt } = failing(unavailable(), limited, unavailable());

    const result = await withRetries(attempt, PATIENCE, pace);

    expect(result).toBe('done');
    expect(made.attempts).toBe(4);
    expect(clock.waits).toEqual([200, 400, 800]);
  });

  it('may be made again at once: a wait is random from zero on', async () => {
    const { clock, pace } = paced({ random: 0 });
    const { attempt } = failing(unavailable(), unavailable());

    await withRetries(attempt, PATIENCE, pace);

    expect(clock.waits).toEqual([0, 0]);
  });

  it.each(['refused', 'not-found', 'invalid', 'unexpected'] as const)(
    'is not made again when it was %s',
    async (kind) => {
      const fault = new SmileApiError({ kind, code: 'SOMETHING' });
      const { made, attempt } = failing(fault);

      await expect(withRetries(attempt, PATIENCE, paced().pace)).rejects.toBe(fault);

      expect(made.attempts).toBe(1);
    },
  );

  it('is not made again after a bug of ours', async () => {
    const { made, attempt } = failing(new TypeError('a bug'));

    await expect(withRetries(attempt, PATIENCE, paced().pace)).rejects.toThrow(TypeError);

    expect(made.attempts).toBe(1);
  });

  it('fails with the last fault when all attempts are made', async () => {
    const faults = ['a', 'b', 'c', 'd', 'e'].map((code) => unavailable({ code }));
    const { made, attempt } = failing(...faults);

    await expect(withRetries(attempt, PATIENCE, paced().pace)).rejects.toMatchObject({ code: 'd' });

    expect(made.attempts).toBe(4);
  });

  it('waits for as long as Smile asks, and a random while longer', async () => {
    const { clock, pace } = paced({ random: 0.5 });
    const { attempt } = failing(unavailable({ retryAfterSeconds: 2 }));

    await withRetries(attempt, PATIENCE, pace);

    expect(clock.waits).toEqual([2100]);
  });

  it('is given up at once when Smile asks to wait for longer than there is patience', async () => {
    const { clock, pace } = paced();
    const { made, attempt } = failing(unavailable({ retryAfterSeconds: 60 }));

    await expect(withRetries(attempt, PATIENCE, pace)).rejects.toMatchObject({ status: 503 });

    expect(made.attempts).toBe(1);
    expect(clock.waits).toEqual([]);
  });

  it('is given up when the attempts themselves have used up the patience', async () => {
    const { clock, pace } = paced();
    const attempt = async () => {
      clock.now += PATIENCE.attemptMs;
      throw unavailable({ code: 'timeout' });
    };

    await expect(withRetries(attempt, PATIENCE, pace)).rejects.toMatchObject({ code: 'timeout' });

    expect(clock.now).toBeLessThan(PATIENCE.totalMs + PATIENCE.attemptMs);
    expect(clock.waits).toEqual([200]);
  });

  it('gives an attempt no longer than is left', async () => {
    const { pace } = paced();
    const patience = { ...PATIENCE, attemptMs: 60_000, totalMs: 1 };

    await expect(withRetries(untilAborted, patience, pace)).rejects.toThrow(SmileApiError);
  });

  it('ends when its caller wants no more of it, in an attempt and in a wait', async () => {
    const caller = new AbortController();
    const duringAttempt = failing(unavailable());
    const attempt = async () => {
      caller.abort();
      return await duringAttempt.attempt();
    };
    const duringWait = failing(unavailable());
    const { pace } = paced();

    const ended = [
      withRetries(attempt, PATIENCE, pace, { signal: caller.signal }),
      withRetries(
        duringWait.attempt,
        PATIENCE,
        { ...pace, wait: aborted },
        { signal: AbortSignal.timeout(60_000) },
      ),
    ];

    await expect(ended[0]).rejects.toMatchObject({ name: 'SmileApiError', status: 503 });
    await expect(ended[1]).rejects.toMatchObject({ name: 'SmileApiError', status: 503 });
    expect([duringAttempt.made.attempts, duringWait.made.attempts]).toEqual([1, 1]);
  });
});
