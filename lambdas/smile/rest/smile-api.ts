import { checkBaseUrl } from './base-url.ts';
import { exchange } from './exchange.ts';
import { type LinkToken, linkToken } from './link-token.ts';
import { readReply } from './read-reply.ts';
import { PACE, PATIENCE, withRetries } from './with-retries.ts';

/** The key pair of one mode (Smile docs, API). */
export interface ApiCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Smile's REST API in the name of one key. Every call throws `SmileApiError`. */
export interface SmileApi {
  /**
   * A new link token for a user that Smile knows, by the Refresh Token API. Calls cost nothing (Smile docs,
   * FAQ), so that one without an answer is repeated, though it may have made a token.
   *
   * @param userId Smile's id of the user
   */
  refreshToken(userId: string, signal?: AbortSignal): Promise<LinkToken>;
}

/** What {@link smileApiAt} is made of, for tests. */
export interface SmileApiParts {
  readonly exchange: typeof exchange;
  readonly patience: typeof PATIENCE;
  readonly pace: typeof PACE;
}

const PARTS: SmileApiParts = { exchange, patience: PATIENCE, pace: PACE };

/**
 * Smile's REST API at an address; throws `SmileUrlRefused`.
 *
 * @param baseUrl one of `SMILE_BASE_URLS`
 */
export function smileApiAt(
  baseUrl: string,
  over: Partial<SmileApiParts> = {},
): (credentials: ApiCredentials) => SmileApi {
  const base = checkBaseUrl(baseUrl).href.replace(/\/$/, '');
  const parts = { ...PARTS, ...over };

  return (credentials) => ({
    async refreshToken(userId, signal) {
      // A query parameter and no body, answered with 201 (Smile OpenAPI 1.14.0, refresh-token).
      const request = {
        method: 'POST',
        url: new URL(`${base}/tokens?userId=${encodeURIComponent(userId.toWellFormed())}`),
        headers: headersWith(credentials),
      } as const;
      return await withRetries(
        async (attempt) => readReply(await parts.exchange(request, attempt), 201, linkToken),
        parts.patience,
        parts.pace,
        signal,
      );
    },
  });
}

/** Basic authentication by key and secret; there are no access tokens for the API (Smile docs, API). */
function headersWith({ apiKey, apiSecret }: ApiCredentials) {
  const basic = Buffer.from(`${apiKey}:${apiSecret}`).toString('base64');
  return {
    accept: 'application/json',
    authorization: `Basic ${basic}`,
    'user-agent': 'smile-event-receiver',
  };
}
