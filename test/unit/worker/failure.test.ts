import { describe, expect, it } from 'vitest';
import { AwsFault } from '../../../lambdas/aws/aws-fault.ts';
import { NonRetriableError } from '../../../lambdas/receiver/non-retriable-error.ts';
import { RetryAfterError } from '../../../lambdas/receiver/retry-after-error.ts';
import { again, connected, createRig, failures } from './rig.ts';

describe('the wait that a handler asked for', () => {
  it.each([
    [1, 50, 1],
    [1, 51, 51],
    [60, 51, 60],
    [1, 2000, 900],
  ])(
    'of %d seconds at receive %d is %d: fifty receives are patience enough',
    async (asked, receive, waited) => {
      const rig = createRig();
      rig.fail('handler', new RetryAfterError(asked));

      await rig.deliver(again(rig.message(connected()), receive - 1));

      expect(rig.hidden[0]?.seconds).toBe(waited);
    },
  );
});

describe('an event that is given up', () => {
  it('waits when AWS does not take its dead letter, and says that it is AWS', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new NonRetriableError('no such user'));
    rig.fail('deadLetters.send', new AwsFault(new Error('throttled')));

    const response = await rig.deliver(record);

    expect(response).toEqual(failures(record));
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD', attempts: 1 });
    expect(rig.records.measured).toEqual([
      { values: { Retries: 1 }, dimensions: { reason: 'fault' } },
    ]);

    await rig.deliver(again(record));
    expect(rig.deadLetters.map(({ attributes }) => attributes.deadReason)).toEqual([
      'no such user',
    ]);
  });

  it('names the place in the handlers’ own file', async () => {
    const rig = createRig();
    const error = new NonRetriableError('no such user');
    error.stack = 'NonRetriableError: no such user\n    at refetch (src/smile-handlers.ts:41:18)';
    rig.fail('handler', error);

    await rig.deliver(rig.message(connected()));

    const at = 'src/smile-handlers.ts:41:18 refetch';
    expect(rig.rows.get('et-1')).toMatchObject({ lastError: { at }, history: [{ at }] });
  });

  it('is given up all the same when its dead letter fails for another reason', async () => {
    const rig = createRig();
    const record = rig.message(connected());
    rig.fail('handler', new NonRetriableError('no such user'));
    rig.fail('deadLetters.send', new TypeError('a mistake of ours'));

    const response = await rig.deliver(record);

    expect(response).toEqual(failures(record));
    expect(rig.rows.get('et-1')).toMatchObject({ status: 'DEAD', attempts: 1 });
    expect(rig.records.measured).toEqual([
      { values: { Retries: 1 }, dimensions: { reason: 'unexpected' } },
    ]);
  });

  it.each<[object, string]>([
    [{}, 'TypeError'],
    [{ code: 'E_WHY' }, 'TypeError E_WHY'],
  ])('says why by class and code: %j', async (fields, reason) => {
    const rig = createRig();
    let record = rig.message(connected());
    rig.fail('handler', Object.assign(new TypeError('for Canario Ñu'), fields), 5);

    for (let receive = 1; receive <= 5; receive += 1) {
      await rig.deliver(record);
      record = again(record);
    }

    expect(rig.deadLetters.map(({ attributes }) => attributes.deadReason)).toEqual([reason]);
  });
});
