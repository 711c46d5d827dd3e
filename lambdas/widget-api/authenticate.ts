import type { RotatingSecret } from '../secret/rotating-secret.ts';
import { type SessionCheck, verifySession } from './session/verify-session.ts';
import { ApiRefusal } from './api-refusal.ts';

/** Longer ones are no sessions of ours, and cost time to look at. */
const MAX_TOKEN_CHARACTERS = 4096;

/**
 * The user whose session this is; throws {@link ApiRefusal} when there is none, `SecretUnreadable` when it
 * cannot be judged. A token by an unknown secret may only mean that the secret was changed: then it is
 * read anew before the verdict.
 */
export async function authenticate(
  token: string | undefined,
  stage: string,
  secret: RotatingSecret,
  signal: AbortSignal,
): Promise<string> {
  if (token === undefined || token === '') throw missing();
  if (token.length > MAX_TOKEN_CHARACTERS) throw invalid();
  let check = await verifySession(token, stage, await secret.accepted(signal));
  if (check.fault === 'mismatch') {
    const changed = await secret.refreshed(signal);
    if (changed) check = await verifySession(token, stage, changed);
  }
  if (check.fault !== undefined) throw refusalOf(check);
  return check.userId;
}

function refusalOf({ fault }: SessionCheck): ApiRefusal {
  if (fault !== 'expired') return invalid();
  return new ApiRefusal(401, 'session-expired', 'The session has ended. Ask your backend for one.');
}

function missing(): ApiRefusal {
  const message = 'Send the session of createWidgetSession as "Authorization: Bearer …".';
  return new ApiRefusal(401, 'session-missing', message);
}

/** One answer for every cause, so that a forger learns nothing. */
function invalid(): ApiRefusal {
  const message =
    'The session is not one of this stage, or the clock of your backend is ahead. Make it with createWidgetSession, the secret and the name of the stage.';
  return new ApiRefusal(401, 'session-invalid', message);
}
