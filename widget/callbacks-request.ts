import type { Entry } from './entry.ts';
import type { WidgetSession } from './session.ts';
import { type Answer, post } from './transport.ts';

const PATIENCE_MS = 10_000;

/**
 * Sends a batch. The session goes in the body and the body as text, so that no preflight is needed, for
 * which a closing page has no time.
 *
 * @param keepalive lets the request outlive the page. A browser refuses it when more than 64 KiB are under
 *   way like that, and tells no cause (Fetch standard, 4.6 HTTP-network-or-cache fetch)
 * @throws SmileWidgetError `api-unreachable`
 */
export function postCallbacks(
  url: string,
  session: WidgetSession,
  batch: readonly Entry[],
  keepalive: boolean,
): Promise<Answer> {
  return post(url, { body: bodyOf(session, batch), keepalive }, PATIENCE_MS);
}

/** Sends a batch while the page goes away. False when the browser does not take it, for now or at all. */
export function beaconCallbacks(
  url: string,
  session: WidgetSession,
  batch: readonly Entry[],
): boolean {
  try {
    return navigator.sendBeacon(url, bodyOf(session, batch));
  } catch {
    return false;
  }
}

/** Whether the API has them. Its own words, for a page server may answer 200 to anything. */
export function isStored({ ok, body }: Answer): boolean {
  return ok && 'stored' in body;
}

/** Whether the API found fault with callbacks, and not with the session, the page's origin or itself. */
export function isFaulty({ status, code }: Answer): boolean {
  return code === 'other-user' || (!!code && [400, 413].includes(status));
}

/** Each callback as it was written when it fired, byte for byte. */
function bodyOf({ token }: WidgetSession, batch: readonly Entry[]): string {
  return `{"session":${JSON.stringify(token)},"callbacks":[${batch.map(({ json }) => json).join()}]}`;
}
