import type { Origin } from './origin.ts';

/** Ledger key of a body that names no event: its digest. */
export function digestKey(bodySha256: string): string {
  return `sha256:${bodySha256}`;
}

/** Keys of the widget's callbacks begin like this, and nobody else's do. */
const CALLBACKS = 'widget:';

/**
 * Ledger key of a callback. Its id is made in a browser, so it counts among those of its own user only:
 * nobody can take an id away from another user, or from Smile.
 */
export function callbackKey(userId: string, id: string): string {
  return `${CALLBACKS}${userId}:${id}`;
}

/** Whether a ledger key is that of a callback, or of its replay. */
export function isCallbackKey(eventId: string): boolean {
  return eventId.startsWith(CALLBACKS);
}

/**
 * Ledger key of an event; a replay is one of its own. Smile's ids are opaque: one that looks like a
 * callback's is marked as Smile's.
 */
export function eventKey(id: string, origin: Origin, replayId: string | undefined): string {
  if (replayId !== undefined) return `${id}#${replayId}`;
  return isCallbackKey(id) && origin !== 'widget' ? `smile:${id}` : id;
}

/** Content address of a body in the bucket. */
export function bodyRefOf(bodySha256: string): string {
  return `bodies/${bodySha256}`;
}
