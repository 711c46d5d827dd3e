import { errors, jwtVerify } from 'jose';
import { SESSION_ALGORITHM, sessionKey } from './session-key.ts';
import { isUserId, MAX_LIFETIME_SECONDS } from './session-limits.ts';

/** Seconds by which the backend's clock may differ from ours. */
const CLOCK_TOLERANCE = 30;

/** Whose session it is, or why it is none. `mismatch`: signed by nobody whose secret is known here. */
export type SessionCheck =
  | { readonly userId: string; readonly fault?: undefined }
  | { readonly fault: 'expired' | 'invalid' | 'mismatch'; readonly userId?: undefined };

/**
 * Checks a session token: HS256 by one of the secrets, this stage as audience, a subject, not expired and
 * never meant to live for longer than an hour.
 *
 * @param secrets any of them may have signed: during a rotation both do
 */
export async function verifySession(
  token: string,
  stage: string,
  secrets: readonly string[],
): Promise<SessionCheck> {
  let check: SessionCheck = { fault: 'mismatch' };
  for (const secret of secrets) {
    check = await verifyWith(token, stage, secret);
    if (check.fault !== 'mismatch') return check;
  }
  return check;
}

async function verifyWith(token: string, stage: string, secret: string): Promise<SessionCheck> {
  try {
    const { payload } = await jwtVerify(token, sessionKey(secret), {
      algorithms: [SESSION_ALGORITHM],
      audience: stage,
      requiredClaims: ['sub', 'iat', 'exp'],
      maxTokenAge: MAX_LIFETIME_SECONDS,
      clockTolerance: CLOCK_TOLERANCE,
    });
    return subjectOf(payload.sub);
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return { fault: 'mismatch' };
    return { fault: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
  }
}

function subjectOf(sub: unknown): SessionCheck {
  return isUserId(sub) ? { userId: sub } : { fault: 'invalid' };
}
