import { describe, expect, it } from 'vitest';
import { strayErrorListener } from '../../../lambdas/telemetry/stray-errors.ts';
import { guarded } from '../../../lambdas/worker/guarded.ts';
import { recording } from '../telemetry/recording.ts';

/** Guards work whose stray errors are told by hand: a real one would be taken for one of the tests'. */
function rig() {
  const records = recording();
  const reporting = { log: () => records.createLog(), measure: () => records.measure };
  return {
    records,
    log: records.createLog({ eventId: 'et-1' }),
    stray: strayErrorListener('uncaughtException', reporting),
  };
}

const never = () => new Promise<never>(() => {});

describe('guarded work', () => {
  it('ends as it does by itself, with its result or its error', async () => {
    const { log } = rig();

    const result = await guarded(log, async () => 7);
    const failing = guarded(log, async () => {
      throw new RangeError('x');
    });

    expect(result).toBe(7);
    await expect(failing).rejects.toThrow(RangeError);
  });

  it('fails with its stray error at once, although it would never end', async () => {
    const { log, stray, records } = rig();
    const error = new RangeError('x');

    const work = guarded(log, async () => {
      setImmediate(() => stray(error));
      return await never();
    });

    await expect(work).rejects.toBe(error);
    expect(records.measured).toEqual([]);
  });

  it('fails with a stray error that is reported in the turn after its end', async () => {
    const { log, stray } = rig();
    const error = new RangeError('x');

    const work = guarded(log, async () => {
      process.nextTick(() => stray(error));
    });

    await expect(work).rejects.toBe(error);
  });

  it('fails once: a second stray error is counted, with the ids of the event', async () => {
    const { log, stray, records } = rig();

    const work = guarded(log, async () => {
      stray(new RangeError('x'));
      stray(new TypeError('y'));
      return await never();
    });

    await expect(work).rejects.toThrow(RangeError);
    expect(records.lines).toMatchObject([{ fields: { eventId: 'et-1', errorClass: 'TypeError' } }]);
    expect(records.measured).toHaveLength(1);
  });

  it('is not changed by what comes after its end: that is counted, with the ids of the event', async () => {
    const { log, stray, records } = rig();
    const late = Promise.withResolvers<void>();

    const result = await guarded(log, async () => {
      setTimeout(() => {
        stray(new RangeError('x'));
        late.resolve();
      }, 50);
      return 7;
    });
    await late.promise;

    expect(result).toBe(7);
    expect(records.lines).toMatchObject([
      { fields: { eventId: 'et-1', errorClass: 'RangeError' } },
    ]);
  });

  it('that failed by itself leaves its stray errors to be counted', async () => {
    const { log, stray, records } = rig();
    const late = Promise.withResolvers<void>();

    const work = guarded(log, async () => {
      setImmediate(() => {
        stray(new TypeError('y'));
        late.resolve();
      });
      throw new RangeError('x');
    });
    await expect(work).rejects.toThrow(RangeError);
    await late.promise;

    expect(records.lines).toMatchObject([{ fields: { errorClass: 'TypeError' } }]);
  });
});
