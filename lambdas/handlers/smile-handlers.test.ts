import { eventOf, runHandler } from 'smile-event-receiver/testing';
import { describe, expect, it } from 'vitest';
import handlers from './smile-handlers.ts';

describe('the handler of TASK_FINISHED', () => {
  it('logs how the sync ended', async () => {
    const event = eventOf('TASK_FINISHED', {
      data: { taskType: 'LINK_ACCOUNT', status: 'FAILED' },
    });

    const { outcome, logs } = await runHandler(handlers, event);

    expect(outcome).toBe('APPLIED');
    expect(logs).toEqual([
      {
        level: 'info',
        message: 'sync ended',
        fields: { taskType: 'LINK_ACCOUNT', status: 'FAILED' },
      },
    ]);
  });

  it('calls a status that Smile left out unknown', async () => {
    const event = eventOf('TASK_FINISHED', { data: { status: undefined } });

    const { logs } = await runHandler(handlers, event);

    expect(logs).toMatchObject([{ fields: { status: 'UNKNOWN' } }]);
  });
});
