import { createHandlers } from 'smile-event-receiver/handlers';

/**
 * Business code, one handler for each event type that you care about. A type without one is announced on the
 * event bus, and nothing else happens.
 *
 * A handler runs at least once. Hand `event.id` to every outside call as its idempotency key, and `signal` so
 * that the call ends in time. Throwing means a retry.
 */
export default createHandlers()
  // The data is there to fetch, or the sync failed: `status` says which, and may be absent.
  .on('TASK_FINISHED', async ({ data }, { log }) => {
    log.info('sync ended', { taskType: data.taskType, status: data.status ?? 'UNKNOWN' });
  });
