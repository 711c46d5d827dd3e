import { createHandlers } from 'smile-event-receiver/handlers';

/**
 * Your code, one handler for each event type that you care about. A type without a handler is announced on the
 * event bus, and nothing else happens.
 *
 * A handler runs at least once. Give `event.id` to every outside call as its idempotency key, and `signal` so that
 * the call ends in time. If a handler throws, the event is retried.
 */
export default createHandlers()
  // The data of an account is ready to be fetched, or could not be read: `status` says which.
  .on('TASK_FINISHED', async ({ data }, { log }) => {
    log.info('task finished', { taskType: data.taskType, status: data.status ?? 'UNKNOWN' });
  });
