import { createHash } from 'node:crypto';

/** Lower-case hex SHA-256 of a body's bytes: its identity in the queue, the bucket and the ledger. */
export function bodyDigest(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}
