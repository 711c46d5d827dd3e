import type { EventHandler } from '../dispatch/handler.ts';

/** Linking began; providers without login send nothing more until the data is there. */
export const accountCreated: EventHandler<'ACCOUNT_CREATED'> = async (_event, { announce }) => {
  await announce();
};

/** The login succeeded. The data is not there yet: wait for TASK_FINISHED. */
export const accountConnected: EventHandler<'ACCOUNT_CONNECTED'> = async (_event, { announce }) => {
  await announce();
};

/** Consent was withdrawn: Smile deletes the data, and so should you. */
export const accountDisconnected: EventHandler<'ACCOUNT_DISCONNECTED'> = async (
  _event,
  { announce },
) => {
  await announce();
};

/** Linking failed; `data.errorCode` says why. */
export const accountFailed: EventHandler<'ACCOUNT_FAILED'> = async (_event, { announce }) => {
  await announce();
};
