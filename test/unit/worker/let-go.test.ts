import { afterEach, describe, expect, it, vi } from 'vitest';
import { AwsFault } from '../../../lambdas/clients/aws-fault.ts';
import { HandAgain } from '../../../lambdas/worker/hand-again.ts';
import { letGo } from '../../../lambdas/worker/let-go.ts';
import { connected, createRig } from './rig.ts';

const mistake = () => Object.assign(new TypeError('for canary-señal'), { code: 'E_WHY' });

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a message that is let go', () => {
  it('says when it comes again, and what kept it from being settled', async () => {
    const rig = createRig();
    const record = rig.message(connected());

    await letGo(new HandAgain('failed', 7, mistake()), record, 30_000, rig.parts);

    expect(rig.records.lines).toMatchObject([
      {
        level: 'warn',
        message: 'event comes again',
        fields: {
          messageId: record.messageId,
          eventId: 'et-1',
          reason: 'failed',
          seconds: 7,
          errorClass: 'TypeError',
          code: 'E_WHY',
          frames: expect.stringContaining('let-go.test.ts'),
        },
      },
    ]);
  });

  it('names what nobody expected, with the place', async () => {
    const rig = createRig();

    await letGo(mistake(), rig.message(connected()), 30_000, rig.parts);

    expect(rig.records.lines[0]?.fields).toMatchObject({
      reason: 'unexpected',
      errorClass: 'TypeError',
      frames: expect.stringContaining('let-go.test.ts'),
    });
  });

  it('tells no place of a fault of AWS, which is not in our code', async () => {
    const rig = createRig();
    const fault = new AwsFault(mistake());

    await letGo(new HandAgain('fault', 7, fault), rig.message(connected()), 30_000, rig.parts);

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

    await letGo(new HandAgain('failed', 7, mistake()), rig.message(connected()), left, rig.parts);

    expect(timeout.mock.calls).toEqual([[taken]]);
  });

  it('says why it could not be hidden', async () => {
    const rig = createRig();
    rig.fail('hide', mistake());

    await letGo(new HandAgain('failed', 7, mistake()), rig.message(connected()), 30_000, rig.parts);

    expect(rig.records.lines.at(-1)).toMatchObject({
      level: 'warn',
      message: 'visibility not changed',
      fields: { errorClass: 'TypeError' },
    });
  });
});
