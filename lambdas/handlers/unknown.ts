import type { Handler } from '../dispatch/handler.ts';
import type { UnknownEvent } from '../smile/events.ts';

/** A type that Smile added after this code was written: only its envelope is understood. */
export const unknownEvent: Handler<UnknownEvent> = async (_event, { announce }) => {
  await announce();
};
