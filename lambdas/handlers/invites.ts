import type { EventHandler } from '../dispatch/handler.ts';

/** An invitation went out. */
export const inviteInvited: EventHandler<'INVITE_INVITED'> = async (_event, { announce }) => {
  await announce();
};

/** An invited user linked an account. */
export const inviteLinked: EventHandler<'INVITE_LINKED'> = async (_event, { announce }) => {
  await announce();
};
