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
      { values: expect.objectContaining({ AccountsWithoutWebhook: count }), dimensions: {} },
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
          awaitingSince: '2026-11-25T01:40:00.000Z',
          isNew: true,
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

    expect(records.measured).toEqual([
      { values: { AccountsWithoutWebhook: 0, AccountsNewlyWithoutWebhook: 0 }, dimensions: {} },
    ]);
    expect(records.lines).toEqual([]);
  });

  it('ends at a hundred, the oldest first', async () => {
    const accounts = Array.from({ length: 101 }, (_, n) => awaitingFor((32 + n) * MINUTE, n));
    const { detect, records } = bench(accounts);

    await detect();

    expect(records.measured[0]?.values).toMatchObject({ AccountsWithoutWebhook: 100 });
    expect(records.lines).toHaveLength(100);
    expect(records.lines[0]?.fields.subject).toBe('tenant-100');
  });

  it.each([
    ['not yet missed', 15 * MINUTE - 1, 0, 0],
    ['missed since now', 15 * MINUTE, 1, 1],
    ['missed since the last run', 20 * MINUTE, 1, 1],
    ['missed since the last run but two, which was late', 31 * MINUTE - 1, 1, 1],
    ['missed before it', 31 * MINUTE, 1, 0],
    ['missed for hours', 600 * MINUTE, 1, 0],
  ])('has a part that is new: %s', async (_, ms, all, fresh) => {
    const { detect, records } = bench([awaitingFor(ms)]);

    await detect();

    expect(records.measured[0]?.values).toEqual({
      AccountsWithoutWebhook: all,
      AccountsNewlyWithoutWebhook: fresh,
    });
    expect(records.lines.map(({ fields }) => fields.isNew)).toEqual(all ? [fresh === 1] : []);
  });

  it('tells a new one, and names it, behind any number of older ones', async () => {
    const old = Array.from({ length: 200 }, (_, n) => awaitingFor((32 + n) * MINUTE, n));
    const { detect, records } = bench([...old, awaitingFor(16 * MINUTE, 999)]);

    await detect();

    expect(records.measured[0]?.values).toEqual({
      AccountsWithoutWebhook: 101,
      AccountsNewlyWithoutWebhook: 1,
    });
    expect(records.lines.at(-1)?.fields).toMatchObject({ subject: 'tenant-999', isNew: true });
  });

  it.each([
    ['come every five minutes', [5, 10, 15, 20, 25, 30, 35], [0, 0, 1, 1, 1, 1, 0]],
    ['jitter', [5, 10, 15.5, 20, 25.4, 30, 35], [0, 0, 1, 1, 1, 1, 0]],
    ['fail twice', [5, 10, 14.9, 30.8, 35], [0, 0, 0, 1, 0]],
  ])('tells each as new when runs %s', async (_, runs, expected) => {
    const { detect, records } = bench([awaitingFor(0)]);

    for (const run of runs) {
      vi.setSystemTime(NOW + run * MINUTE);
      await detect();
    }

    const fresh = records.measured.map(({ values }) => values.AccountsNewlyWithoutWebhook);
    expect(fresh).toEqual(expected);
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
