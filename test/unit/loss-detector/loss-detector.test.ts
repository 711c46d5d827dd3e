import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLossDetector } from '../../../lambdas/loss-detector/handler.ts';
import type { AwaitingAccount } from '../../../lambdas/state/state-search.ts';
import { recording } from '../telemetry/recording.ts';

const NOW = Date.parse('2026-11-25T02:00:00.000Z');
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The detector before an index in memory that answers as DynamoDB's does. */
function bench(accounts: readonly AwaitingAccount[], lossAfterMinutes = 15) {
  const records = recording();
  const detect = createLossDetector({
    lossAfterMinutes,
    readAwaiting: async ({ from, to, limit }) =>
      accounts
        .filter(({ awaitingSince }) => awaitingSince >= from && awaitingSince <= to)
        .toSorted((a, b) => (a.awaitingSince < b.awaitingSince ? -1 : 1))
        .slice(0, limit),
    createLog: records.createLog,
    measure: records.measure,
  });
  return { records, detect: () => detect({}, { awsRequestId: 'request-1' }) };
}

const awaitingFor = (ms: number, n = 0): AwaitingAccount => ({
  pk: `USER#tenant-${n}`,
  sk: `ACCOUNT#a-${n}`,
  awaiting: 'WEBHOOK',
  awaitingSince: new Date(NOW - ms).toISOString(),
});

describe('an account without a webhook', () => {
  it.each([
    [15, 15 * MINUTE - 1, 0],
    [15, 15 * MINUTE, 1],
    [5, 5 * MINUTE - 1, 0],
    [5, 5 * MINUTE, 1],
    [720, 720 * MINUTE, 1],
    [15, 24 * 60 * MINUTE, 1],
    [15, 24 * 60 * MINUTE + 1, 0],
    [15, -MINUTE, 0],
  ])('is missed from %i minutes on, for a day: after %i ms %i', async (minutes, ms, count) => {
    const { detect, records } = bench([awaitingFor(ms)], minutes);

    await detect();

    expect(records.measured).toEqual([
      { values: { AccountsWithoutWebhook: count }, dimensions: {} },
    ]);
    expect(records.lines).toHaveLength(count);
  });

  it('is named in the log, so that a person can look for it', async () => {
    const { detect, records } = bench([awaitingFor(20 * MINUTE)]);

    await detect();

    expect(records.lines).toEqual([
      {
        level: 'warn',
        message: 'account without a webhook',
        fields: {
          requestId: 'request-1',
          subject: 'tenant-0',
          accountId: 'a-0',
          connectedAt: '2026-11-25T01:40:00.000Z',
        },
      },
    ]);
  });

  it('is named by its whole ids, whatever signs they hold', async () => {
    const odd = { pk: 'USER#a#USER#b', sk: 'ACCOUNT#ACCOUNT#c' };
    const { detect, records } = bench([{ ...awaitingFor(20 * MINUTE), ...odd }]);

    await detect();

    expect(records.lines[0]?.fields).toMatchObject({ subject: 'a#USER#b', accountId: 'ACCOUNT#c' });
  });
});

describe('the number of accounts without a webhook', () => {
  it('is told also when there are none, so that the alarm can end', async () => {
    const { detect, records } = bench([]);

    await detect();

    expect(records.measured).toEqual([{ values: { AccountsWithoutWebhook: 0 }, dimensions: {} }]);
    expect(records.lines).toEqual([]);
  });

  it('ends at a hundred, the oldest first', async () => {
    const accounts = Array.from({ length: 101 }, (_, n) => awaitingFor((20 + n) * MINUTE, n));
    const { detect, records } = bench(accounts);

    await detect();

    expect(records.measured[0]?.values).toEqual({ AccountsWithoutWebhook: 100 });
    expect(records.lines).toHaveLength(100);
    expect(records.lines[0]?.fields.subject).toBe('tenant-100');
  });

  it('is not told when nobody knows it: the function fails, which Lambda counts', async () => {
    const records = recording();
    const fault = new Error('throttled');
    const detect = createLossDetector({
      lossAfterMinutes: 15,
      readAwaiting: () => Promise.reject(fault),
      createLog: records.createLog,
      measure: records.measure,
    });

    await expect(detect({}, { awsRequestId: 'request-1' })).rejects.toBe(fault);
    expect(records.measured).toEqual([]);
  });
});
