import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSchedule } from '../../../local/widget/schedule.ts';

const definition = { id: 'Losses', everyMinutes: 5, functionId: 'Detector' };
const START = new Date('2026-11-25T02:00:00.500Z');

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

type Invoke = (event: unknown) => Promise<unknown>;

const start = (invoke: Invoke = async () => undefined) => {
  const lines: string[] = [];
  const invoked = vi.fn<Invoke>(invoke);
  const schedule = startSchedule(definition, invoked, (line) => lines.push(line));
  return { schedule, invoked, lines };
};

describe('a schedule', () => {
  it('invokes its function once in every period', async () => {
    const { invoked } = start();

    await vi.advanceTimersByTimeAsync(14 * 60_000);

    expect(invoked).toHaveBeenCalledTimes(2);
    expect(invoked).toHaveBeenLastCalledWith(
      expect.objectContaining({
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        time: '2026-11-25T02:10:00Z',
        resources: [expect.stringMatching(/:rule\/Losses$/)],
        detail: {},
      }),
    );
  });

  it('logs an invocation that failed, and goes on', async () => {
    const { invoked, lines } = start(() => Promise.reject(new Error('no table')));

    await vi.advanceTimersByTimeAsync(10 * 60_000);

    expect(invoked).toHaveBeenCalledTimes(2);
    expect(lines).toEqual(Array(2).fill('The schedule Losses failed: Error: no table'));
  });

  it('can be fired at once, and then tells its failure', async () => {
    const { schedule, invoked, lines } = start(() => Promise.reject(new Error('no table')));

    await expect(schedule.fire()).rejects.toThrow('no table');

    expect(invoked).toHaveBeenCalledTimes(1);
    expect(lines).toEqual([]);
  });

  it('ends', async () => {
    const { schedule, invoked } = start();

    schedule.stop();
    await vi.advanceTimersByTimeAsync(60 * 60_000);

    expect(invoked).not.toHaveBeenCalled();
  });
});
