import { createHmac, timingSafeEqual } from 'node:crypto';

/** The only header that Smile documents (Smile docs, Webhooks). HTTP header names ignore case. */
export const SIGNATURE_HEADER = 'Smile-Signature';

/** Characters of a webhook's secret; Smile takes 1 to 64 (Smile OpenAPI 1.14.0). */
export const MAX_SECRET = 64;

/** Why a signature does not hold. Never tells what the right one would have been. */
export type SignatureFault = 'missing' | 'malformed' | 'mismatch';

export type SignatureCheck =
  /** `signedBy`: the place of the secret in the list. */
  | { readonly valid: true; readonly fault?: undefined; readonly signedBy: number }
  | { readonly valid: false; readonly fault: SignatureFault };

/** Lower-case hex HMAC-SHA512 of the exact body bytes, as Smile sends it: 128 characters. */
export function sign(body: Uint8Array, secret: string): string {
  return digest(body, secret).toString('hex');
}

/**
 * Checks the signature over the exact bytes that arrived, in constant time. Any of `secrets` may have
 * signed: during a rotation both the current and the previous one do.
 *
 * @param header value of `Smile-Signature`; upper-case hex is accepted
 */
export function verifySignature(
  body: Uint8Array,
  header: string | undefined,
  secrets: readonly string[],
): SignatureCheck {
  if (header === undefined || header === '') return { valid: false, fault: 'missing' };
  if (!/^[0-9a-f]{128}$/i.test(header)) return { valid: false, fault: 'malformed' };
  const claimed = Buffer.from(header, 'hex');
  const signedBy = secrets.findIndex((secret) => timingSafeEqual(digest(body, secret), claimed));
  return signedBy < 0 ? { valid: false, fault: 'mismatch' } : { valid: true, signedBy };
}

function digest(body: Uint8Array, secret: string): Buffer {
  return createHmac('sha512', secret).update(body).digest();
}
