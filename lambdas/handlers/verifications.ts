import type { EventHandler } from '../dispatch/handler.ts';

/** A verification began. It names no user. */
export const verificationStarted: EventHandler<'VERIFICATION_STARTED'> = async (
  _event,
  { announce },
) => {
  await announce();
};

/** A verification ended; `data.resultCode` says how. */
export const verificationCompleted: EventHandler<'VERIFICATION_COMPLETED'> = async (
  _event,
  { announce },
) => {
  await announce();
};
