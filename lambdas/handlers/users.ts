import type { EventHandler } from '../dispatch/handler.ts';

/** A user exists at Smile, with a link token. */
export const userCreated: EventHandler<'USER_CREATED'> = async (_event, { announce }) => {
  await announce();
};

/** A user finished the form journey of a Wink site. */
export const userSessionCompleted: EventHandler<'USER_SESSION_COMPLETED'> = async (
  _event,
  { announce },
) => {
  await announce();
};

/** A user's journey starts again. */
export const userSessionReset: EventHandler<'USER_SESSION_RESET'> = async (
  _event,
  { announce },
) => {
  await announce();
};
