import * as z from 'zod/mini';
import { instantOf } from '../envelope.ts';
import { known, notEmpty, text } from '../schemas/field.ts';
import type { CallOptions, SmileApi } from './smile-api.ts';

/** In UTC, so that every browser reads it alike. */
const dateTime = z.pipe(
  z.string().check(z.refine((value) => value.includes('T') && !Number.isNaN(instantOf(value)))),
  z.transform((value) => new Date(instantOf(value)).toISOString()),
);

/** `Token` of the Refresh Token API (Smile OpenAPI 1.14.0). */
const linkToken = z.object({
  accessToken: z.string().check(notEmpty),
  expiresAt: dateTime,
  mode: known<'SANDBOX' | 'PRODUCTION'>(),
  id: text,
});

/**
 * What the Wink Widget opens with: `accessToken` for one launch, good until `expiresAt`, ISO 8601, five
 * hours from now (Smile docs, Tokens).
 */
export type LinkToken = z.output<typeof linkToken>;

/**
 * A new link token for a user that Smile knows, by the Refresh Token API: a query parameter and no body (Smile
 * OpenAPI 1.14.0, refresh-token). Calls cost nothing (Smile docs, FAQ), so that one without an answer is repeated,
 * though it may have made a token. Throws `SmileApiError`.
 *
 * @param userId Smile's id of the user
 */
export async function refreshToken(
  api: SmileApi,
  userId: string,
  options?: CallOptions,
): Promise<LinkToken> {
  return await api.send(
    { method: 'POST', path: '/tokens', query: { userId }, data: linkToken },
    options,
  );
}
