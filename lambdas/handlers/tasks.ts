import type { EventHandler } from '../dispatch/handler.ts';

/** Smile began to collect data. */
export const taskStarted: EventHandler<'TASK_STARTED'> = async (_event, { announce }) => {
  await announce();
};

/** Smile ended collecting; `data.status` says whether it worked, and may be absent. */
export const taskFinished: EventHandler<'TASK_FINISHED'> = async (_event, { announce }) => {
  await announce();
};

/** A monthly refresh ended. */
export const accountSyncTaskFinished: EventHandler<'ACCOUNT_SYNC_TASK_FINISHED'> = async (
  _event,
  { announce },
) => {
  await announce();
};
