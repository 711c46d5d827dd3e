import type { Sessions } from './session.ts';
import { SmileWidgetError } from './smile-widget-error.ts';
import { post } from './transport.ts';

/** What the widget is opened with, once: Smile calls it single-use (Smile docs, Tokens). */
export interface LinkToken {
  readonly accessToken: string;
  /** ISO 8601; five hours from now in practice. */
  readonly expiresAt: string;
}

/** More than the API takes to ask Smile, retries and all. */
const PATIENCE_MS = 25_000;

/**
 * Mints a link token for the session's user. A session that is refused is renewed once.
 *
 * @throws SmileWidgetError `session-unavailable`, `api-unreachable`, `link-token-refused`
 */
export async function mintLinkToken(api: string, sessions: Sessions): Promise<LinkToken> {
  const ask = (token: string) =>
    post(`${api}/link-token`, { headers: { authorization: `Bearer ${token}` } }, PATIENCE_MS);
  const session = await sessions.get();
  let answer = await ask(session.token);
  if (answer.status === 401) answer = await ask((await sessions.get(session)).token);
  const { accessToken, expiresAt } = answer.body;
  if (answer.ok && typeof accessToken === 'string') {
    return { accessToken, expiresAt: String(expiresAt) };
  }
  throw new SmileWidgetError('link-token-refused', `No link token: ${answer.reason}`, {
    apiCode: answer.code,
  });
}
