import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NonRetriableError } from '../../../lambdas/receiver/non-retriable-error.ts';
import { ATTEMPT_FAILED } from '../../../lambdas/worker/attempt-failed-channel.ts';
import { connected, createRig } from './rig.ts';

const published: unknown[] = [];
const listen = (message: unknown) => void published.push(message);
beforeEach(() => subscribe(ATTEMPT_FAILED, listen));
afterEach(() => {
  unsubscribe(ATTEMPT_FAILED, listen);
  published.length = 0;
});

describe('an attempt that failed', () => {
  it('is told within the process, with the error as it was thrown', async () => {
    const rig = createRig();
    const error = new NonRetriableError('no such user');
    rig.fail('handler', error);

    await rig.deliver(rig.message(connected()));

    expect(published).toEqual([{ eventId: 'et-1', attempt: 1, maxAttempts: 5, error }]);
  });

  it('is named by its number in the line of a dead letter', async () => {
    const rig = createRig();
    rig.fail('handler', new NonRetriableError('no such user'));

    await rig.deliver(rig.message(connected()));

    const line = rig.records.lines.find(({ fields }) => fields.outcome === 'DEAD');
    expect(line?.fields).toMatchObject({ attempt: 1 });
  });
});
