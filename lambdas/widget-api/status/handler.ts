import type { StateItem } from '../../state/state-item.ts';
import { answer } from '../answer.ts';
import { createWidgetFunction, type WidgetApiParts } from '../widget-function.ts';
import { entityTag, isKnown } from './entity-tag.ts';
import { userStatus } from './user-status.ts';

/** What the status needs of the world. */
export interface StatusParts extends WidgetApiParts {
  readonly readUser: (userId: string, signal: AbortSignal) => Promise<readonly StateItem[]>;
}

/**
 * Tells a page what is known of its own user now, so that it knows when there is something new to show. A
 * page may ask often: while nothing has changed, the answer is a 304.
 */
export function createStatus(parts: StatusParts) {
  return createWidgetFunction(parts, async ({ userId, request, signal }) => {
    const status = userStatus(await parts.readUser(userId, signal));
    const etag = entityTag(JSON.stringify(status));
    // Kept by the user's own browser only, and asked for again each time.
    const headers = { etag, 'cache-control': 'private, no-cache', vary: 'authorization' };
    return isKnown(request.headers['if-none-match'], etag)
      ? answer(304, undefined, headers)
      : answer(200, status, headers);
  });
}
