import { describe, expect, it } from 'vitest';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { ACKNOWLEDGED, again, connected, createRig, failures } from './rig.ts';

const LARGE = connected({ data: { note: 'x'.repeat(20_000) } });
const mistake = () => new TypeError('a mistake of ours');

describe('a message that failed at its fifth receive before an attempt', () => {
  it('is in the dead letters, and the log says which and why', async () => {
    const rig = createRig();
    const record = again(rig.message(connected()), 4);
    rig.fail('ledger.begin', mistake());

    const response = await rig.deliver(record);

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.records.lines).toMatchObject([
      {
        level: 'error',
        message: 'event is in the dead letters',
        fields: { messageId: record.messageId, eventId: 'et-1', errorClass: 'TypeError' },
      },
    ]);
  });

  it('is it also when its body cannot be fetched, for another reason than AWS', async () => {
    const rig = createRig();
    rig.fail('bodies.get', mistake());

    const response = await rig.deliver(again(rig.message(LARGE), 4));

    expect(response).toEqual(ACKNOWLEDGED);
    expect(rig.deadLetters[0]?.attributes.deadReason).toBe('before its attempt: TypeError');
  });

  it('waits for AWS when that is what keeps its body away', async () => {
    const rig = createRig();
    const record = again(rig.message(LARGE), 4);
    rig.fail('bodies.get', new AwsFault(new Error('throttled')));

    const response = await rig.deliver(record);

    expect(response).toEqual(failures(record));
    expect(rig.deadLetters).toEqual([]);
  });

  it('stays in the queue when its dead letter cannot be sent', async () => {
    const rig = createRig();
    const record = again(rig.message(connected()), 4);
    rig.fail('ledger.begin', mistake());
    rig.fail('deadLetters.send', new RangeError('another one'));

    const response = await rig.deliver(record);

    expect(response).toEqual(failures(record));
    expect(rig.hidden).toHaveLength(1);
    expect(rig.records.lines[0]).toMatchObject({
      level: 'warn',
      message: 'dead letter not sent',
      fields: { errorClass: 'TypeError', sendErrorClass: 'RangeError' },
    });
    expect(rig.records.measured).toEqual([
      { values: { Retries: 1 }, dimensions: { reason: 'unexpected' } },
    ]);
  });
});
