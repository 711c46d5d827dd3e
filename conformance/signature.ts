import { createHash, createHmac } from 'node:crypto';

/**
 * Signs as Smile does: lower-case hex HMAC-SHA512 of the body's bytes (Smile docs, Webhooks). The kit has its
 * own, so that a fault in the receiver's is not repeated by what judges it.
 */
export function signatureOf(body: Uint8Array, secret: string): string {
  return createHmac('sha512', secret).update(body).digest('hex');
}

/** Lower-case hex SHA-256: a body's identity in ledger rows. */
export function digestOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}
