import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  compareStamps,
  isFromFuture,
  type Stamp,
  stampOf,
  UNDATED,
} from '../../../lambdas/state/stamp.ts';

afterEach(() => vi.unstubAllEnvs());

const RECEIVED_AT = '2026-01-02T03:04:05.000Z';
const event = (createdAt: string | undefined, type = 'A_TYPE') => ({ id: 'et-1', type, createdAt });

describe('the stamp of an event', () => {
  it('is its own time in milliseconds, its rank, its id and its type', () => {
    const stamp = stampOf(event('2026-01-02T04:00:00+01:00'), 20, RECEIVED_AT);

    expect(stamp).toEqual({
      asOf: '2026-01-02T03:00:00.000Z',
      rank: 20,
      eventId: 'et-1',
      type: 'A_TYPE',
    });
  });

  it('may be five minutes ahead of its receipt, and not a millisecond more', () => {
    const stamps = ['03:09:04.999', '03:09:05.000', '03:09:05.001', '23:59:59.999'].map((time) =>
      stampOf(event(`2026-01-02T${time}Z`), 20, RECEIVED_AT),
    );

    expect(stamps.map(({ asOf }) => asOf)).toEqual([
      '2026-01-02T03:09:04.999Z',
      '2026-01-02T03:09:05.000Z',
      '2026-01-02T03:09:05.000Z',
      '2026-01-02T03:09:05.000Z',
    ]);
  });

  it('is called one from the future when it is further ahead', () => {
    const isAhead = ['03:09:05.000', '03:09:05.001'].map((time) =>
      isFromFuture(`2026-01-02T${time}Z`, RECEIVED_AT),
    );

    expect(isAhead).toEqual([false, true]);
  });

  it('counts a receipt without an offset as UTC, wherever the machine is', () => {
    vi.stubEnv('TZ', 'America/St_Johns');

    const stamp = stampOf(event('2026-01-03T00:00:00Z'), 20, '2026-01-02 03:04:05');

    expect(stamp.asOf).toBe('2026-01-02T03:09:05.000Z');
    expect(isFromFuture('2026-01-02T03:10:00Z', '2026-01-02 03:04:05')).toBe(true);
  });
});

describe('the stamp of an event without a time', () => {
  it('is older than that of any event with one, whatever its rank, and is not from the future', () => {
    const undated = stampOf(event(undefined), 90, RECEIVED_AT);
    const dated = ['0000-01-01', '0000-01-01T00:00:00+23:59', '1970-01-01', '9999-12-31'].map(
      (createdAt) => stampOf(event(createdAt), 0, RECEIVED_AT),
    );

    expect(undated.asOf).toBe(UNDATED);
    expect(isFromFuture(undefined, RECEIVED_AT)).toBe(false);
    expect(dated.map((stamp) => compareStamps(undated, stamp))).toEqual([-1, -1, -1, -1]);
  });
});

describe('the type in a stamp', () => {
  it('is cut to 64 characters: a fact must not grow with it', () => {
    const stamp = stampOf(event(RECEIVED_AT, 'T'.repeat(256)), 20, RECEIVED_AT);

    expect(stamp.type).toBe('T'.repeat(64));
  });
});

describe('two stamps', () => {
  const stamp: Stamp = {
    asOf: '2026-01-02T03:04:05.000Z',
    rank: 20,
    eventId: 'et-5',
    type: 'A_TYPE',
  };
  const OTHERS: [string, Partial<Stamp>][] = [
    [
      'time, whatever rank and id say',
      { asOf: '2026-01-02T03:04:06.000Z', rank: 10, eventId: 'et-1' },
    ],
    ['rank in the same second, whatever the id says', { rank: 30, eventId: 'et-1' }],
    ['id when all else is the same', { eventId: 'et-6' }],
  ];

  it.each(OTHERS)('are ordered by %s', (_, later) => {
    const other = { ...stamp, ...later };

    expect(compareStamps(stamp, other)).toBeLessThan(0);
    expect(compareStamps(other, stamp)).toBeGreaterThan(0);
  });

  it('are the same only if they come from the same event', () => {
    expect(compareStamps(stamp, { ...stamp })).toBe(0);
  });
});
