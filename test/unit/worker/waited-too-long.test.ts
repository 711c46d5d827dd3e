import type { SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refuseWaitedTooLong, WaitedTooLong } from '../../../lambdas/worker/waited-too-long.ts';

const NOW = Date.parse('2026-01-08T00:00:00Z');
const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => vi.useRealTimers());

const waited = (milliseconds: number) =>
  refuseWaitedTooLong({
    attributes: { SentTimestamp: String(NOW - milliseconds) },
  } as unknown as SQSRecord);

describe('an event that has waited', () => {
  it('for seven days is handled', () => {
    expect(() => waited(SEVEN_DAYS_MS)).not.toThrow();
  });

  it('for longer goes to the dead letters, with what to do', () => {
    expect(() => waited(SEVEN_DAYS_MS + 1)).toThrow(WaitedTooLong);
    expect(() => waited(SEVEN_DAYS_MS + 1)).toThrow('Find what kept it, then redrive it.');
  });
});
