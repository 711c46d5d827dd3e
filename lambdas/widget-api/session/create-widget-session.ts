import { SignJWT } from 'jose';
import { SESSION_ALGORITHM, sessionKey } from './session-key.ts';
import { isUserId, MAX_LIFETIME_SECONDS, MAX_USER_ID, MIN_SECRET } from './session-limits.ts';
import { faultOfSessionSecret } from './session-secret-fault.ts';

/** What a session is made for. */
export interface WidgetSessionOptions {
  /** The `current` of the stage's session secret: the output `SmileWidgetSessionSecretName` names it. */
  readonly secret: string;
  /** The stage that the session is good for, and no other: `sandbox`, `production`. */
  readonly stage: string;
  /** Smile's id of the user whom your backend has authenticated. Never what the page says. */
  readonly userId: string;
  /** Seconds, 60 to 3,600; default 900. The page asks for a new one before it ends. */
  readonly lifetimeSeconds?: number;
}

/** What the backend answers to its page, as it is. */
export interface WidgetSession {
  /** Signed: whoever has it is the user for the widget's API. */
  readonly token: string;
  readonly userId: string;
  /** ISO 8601; the page sets its clock by it. */
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/** The session cannot be made of these options. */
export class SessionOptionsInvalid extends Error {
  override readonly name = 'SessionOptionsInvalid';
  readonly code = 'session-options-invalid';
}

/**
 * Makes the session with which a page may speak for one user at the widget's API. For the backend that
 * has authenticated the user: never call it in a browser, which would need the secret.
 *
 * @throws SessionOptionsInvalid
 */
export async function createWidgetSession(options: WidgetSessionOptions): Promise<WidgetSession> {
  const { secret, stage, userId, lifetimeSeconds = 900 } = options;
  checkOptions(secret, stage, userId, lifetimeSeconds);
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + lifetimeSeconds;
  const token = await new SignJWT()
    .setProtectedHeader({ alg: SESSION_ALGORITHM, typ: 'JWT' })
    .setSubject(userId)
    .setAudience(stage)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(sessionKey(secret));
  return { token, userId, issuedAt: iso(issuedAt), expiresAt: iso(expiresAt) };
}

function checkOptions(secret: unknown, stage: unknown, userId: unknown, seconds: unknown): void {
  const faults: readonly (readonly [holds: boolean, sentence: string])[] = [
    [
      faultOfSessionSecret(secret) === undefined,
      `secret must be text of ${MIN_SECRET} characters at least, without whitespace around it: the member "current" of the stage's session secret, not the JSON around it.`,
    ],
    [
      typeof stage === 'string' && stage !== '',
      'stage must be the name of the deployed stage, such as "sandbox".',
    ],
    [isUserId(userId), `userId must be Smile's id of the user, of 1 to ${MAX_USER_ID} characters.`],
    [
      Number.isInteger(seconds) && Number(seconds) >= 60 && Number(seconds) <= MAX_LIFETIME_SECONDS,
      `lifetimeSeconds must be a whole number from 60 to ${MAX_LIFETIME_SECONDS}.`,
    ],
  ];
  const fault = faults.find(([holds]) => !holds);
  if (fault) throw new SessionOptionsInvalid(fault[1]);
}

function iso(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString();
}
