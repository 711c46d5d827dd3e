import type { CachedSecret } from '../../secret/cached-secret.ts';
import type { SmileCredentials } from '../../secret/smile-credentials.ts';
import { SmileApiError } from '../../smile/rest/smile-api-error.ts';
import { type LinkToken, refreshToken } from '../../smile/rest/link-token.ts';
import type { SmileApi } from '../../smile/rest/smile-api.ts';

/** Smile's API, and what it is called with. */
export interface SmileAccess {
  readonly credentials: CachedSecret<SmileCredentials>;
  readonly smileApi: (credentials: SmileCredentials) => SmileApi;
}

/**
 * A link token by Smile; throws `SmileApiError` and `SecretUnreadable`. A refusal may only mean that the
 * key was changed: then it is read anew, and Smile is asked again if it was.
 */
export async function mint(
  userId: string,
  { credentials, smileApi }: SmileAccess,
  signal: AbortSignal,
): Promise<LinkToken> {
  const used = await credentials.current(signal);
  try {
    return await refreshToken(smileApi(used), userId, { signal });
  } catch (error) {
    if (!(error instanceof SmileApiError) || error.kind !== 'refused') throw error;
    const changed = await credentials.refreshed(signal);
    if (!changed || isSame(used, changed)) throw error;
    return await refreshToken(smileApi(changed), userId, { signal });
  }
}

function isSame(one: SmileCredentials, other: SmileCredentials): boolean {
  return one.apiKey === other.apiKey && one.apiSecret === other.apiSecret;
}
