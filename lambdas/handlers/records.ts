import type { EventHandler } from '../dispatch/handler.ts';

/** A social-security record was asked for. It names no user. */
export const recordCreated: EventHandler<'RECORD_CREATED'> = async (_event, { announce }) => {
  await announce();
};

/** A record is there, or failed: look at `data.status`. */
export const recordCompleted: EventHandler<'RECORD_COMPLETED'> = async (_event, { announce }) => {
  await announce();
};
