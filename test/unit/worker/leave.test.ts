import { afterEach, describe, expect, it, vi } from 'vitest';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { leave } from '../../../lambdas/worker/leave.ts';
import type { Retry } from '../../../lambdas/worker/retry.ts';
import { connected, createRig } from './rig.ts';

const mistake = () => Object.assign(new TypeError('for canary-señal'), { code: 'E_WHY' });
const failed = (): Retry => ({ reason: 'failed', seconds: 7, cause: mistake() });

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a message that is left for its retry', () => {
  it('says when it comes again, and what kept it from being settled', async () => {
    const rig = createRig();
    const record = rig.message(connected());

    await leave(failed(), record, 30_000, rig.parts);

    expect(rig.records.lines).toMatchObject([
      {
        level: 'warn',
        message: 'event will be retried',
        fields: {
          messageId: record.messageId,
          eventId: 'et-1',
          reason: 'failed',
          seconds: 7,
          errorClass: 'TypeError',
          code: 'E_WHY',
          frames: expect.stringContaining('leave.test.ts'),
        },
      },
    ]);
  });

  it('names what nobody expected, with the place', async () => {
    const rig = createRig();

    await leave({ ...failed(), reason: 'unexpected' }, rig.message(connected()), 30_000, rig.parts);

    expect(rig.records.lines[0]?.fields).toMatchObject({
      reason: 'unexpected',
      errorClass: 'TypeError',
      frames: expect.stringContaining('leave.test.ts'),
    });
  });

  it('tells no place of a fault of AWS, which is not in our code', async () => {
    const rig = createRig();
    const fault = new AwsFault(mistake());

    await leave(
      { reason: 'fault', seconds: 7, cause: fault },
      rig.message(connected()),
      30_000,
      rig.parts,
    );

    expect(rig.records.lines[0]?.fields).toMatchObject({
      reason: 'fault',
      errorClass: 'AwsFault',
      frames: undefined,
    });
  });

  it.each([
    [2000, 1500],
    [600, 100],
    [300, 100],
  ])('of %d milliseconds that are left takes %d to be hidden', async (left, taken) => {
    const rig = createRig();
    const timeout = vi.spyOn(AbortSignal, 'timeout');

    await leave(failed(), rig.message(connected()), left, rig.parts);

    expect(timeout.mock.calls).toEqual([[taken]]);
  });

  it('says why it could not be hidden', async () => {
    const rig = createRig();
    rig.fail('hide', mistake());

    await leave(failed(), rig.message(connected()), 30_000, rig.parts);

    expect(rig.records.lines.at(-1)).toMatchObject({
      level: 'warn',
      message: 'visibility not changed',
      fields: { errorClass: 'TypeError' },
    });
  });
});
