import type { SecretUnreadable } from '../../secret/secret-unreadable.ts';
import type { SmileApiError } from '../../smile/rest/smile-api-error.ts';
import type { SmileFaultKind } from '../../smile/rest/smile-fault.ts';
import { ApiRefusal, RETRY_SOON } from '../api-refusal.ts';

/** The user has had as many link tokens as a page can need. */
export function tooManyLinkTokens(retryAfterSeconds: number): ApiRefusal {
  const message = 'The user has asked for too many link tokens. Wait as Retry-After says.';
  return ApiRefusal.tooMany('too-many-link-tokens', message, retryAfterSeconds);
}

/** There are no credentials to call Smile with, or they are not what they should be. */
export function notConfigured(cause: SecretUnreadable): ApiRefusal {
  const message =
    'Put { "apiKey": "…", "apiSecret": "…" } of Smile\'s developer portal into the secret that the stack\'s outputs name.';
  return new ApiRefusal(503, 'not-configured', message, { headers: RETRY_SOON, cause });
}

/** What Smile's fault means for a page. */
export function refusalOf(fault: SmileApiError): ApiRefusal {
  return ANSWERS[fault.status === 400 ? 'not-found' : fault.kind](fault);
}

const userUnknown = (cause: SmileApiError) =>
  new ApiRefusal(
    404,
    'user-unknown',
    "Smile does not know the session's user. Make sessions with the id that Smile gave, of the same mode.",
    { cause },
  );

const smileUnavailable = (cause: SmileApiError) =>
  new ApiRefusal(503, 'smile-unavailable', 'Smile does not answer at the moment. Try again.', {
    headers: RETRY_SOON,
    cause,
  });

const smileRefused = (cause: SmileApiError) =>
  new ApiRefusal(
    502,
    'smile-refused',
    "Smile does not take the stage's API key, or answers in a way that is not known. See the function's log.",
    { cause },
  );

const ANSWERS: Readonly<Record<SmileFaultKind, (cause: SmileApiError) => ApiRefusal>> = {
  'not-found': userUnknown,
  'rate-limited': smileUnavailable,
  unavailable: smileUnavailable,
  refused: smileRefused,
  invalid: smileRefused,
  unexpected: smileRefused,
};
