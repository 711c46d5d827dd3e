import { eventOf, runHandler } from 'smile-event-receiver/testing';
import { expect, it } from 'vitest';
import handlers from './smile-handlers.ts';

it('logs how a task ended, and announces it', async () => {
  const event = eventOf('TASK_FINISHED', { data: { status: 'SUCCESS' } });

  const { outcome, announcements, logs } = await runHandler(handlers, event);

  expect(outcome).toBe('APPLIED');
  expect(announcements).toHaveLength(1);
  expect(logs).toContainEqual(expect.objectContaining({ message: 'task finished' }));
});
