import type { Sessions } from './session.ts';
import { post, refusal } from './transport.ts';

/** What the widget is opened with, once: Smile calls it single-use (Smile docs, Tokens). */
export interface LinkToken {
  readonly accessToken: string;
  /** ISO 8601; five hours from now in practice. */
  readonly expiresAt: string;
  /** Smile's id of the user for whom it is. */
  readonly userId: string;
}

/** More than the API takes to ask Smile, retries and all. */
const PATIENCE_MS = 25_000;

/**
 * Mints a link token for the user who is there now. A session that is refused is renewed once.
 *
 * @throws SmileWidgetError `session-unavailable`, `api-unreachable`, `link-token-refused`, `widget-ended`
 */
export async function mintLinkToken(
  api: string,
  sessions: Sessions,
  isLast = false,
): Promise<LinkToken> {
  const { token, userId } = await sessions.fresh();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await post(`${api}/link-token`, { headers }, PATIENCE_MS);
  if (answer.status === 401 && !isLast) return await mintLinkToken(api, sessions, true);
  sessions.check();
  const { accessToken, expiresAt } = answer.body;
  if (answer.ok && typeof accessToken === 'string') {
    return { accessToken, expiresAt: expiresAt as string, userId };
  }
  throw refusal(answer, 'link-token-refused', 'No link token');
}
