/**
 * HMAC with SHA-256: one party makes sessions and one checks them, and both belong to the same owner. The
 * only algorithm that is accepted, `none` least of all.
 */
export const SESSION_ALGORITHM = 'HS256';

/** The secret's text as a key. */
export function sessionKey(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}
