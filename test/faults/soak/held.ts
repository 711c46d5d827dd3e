import { createHash } from 'node:crypto';
import type { Bucket } from '../rig/bucket.ts';
import type { Stored } from '../rig/tables.ts';
import type { SoakEvent } from './soak-event.ts';

/** A ledger row of a soak: in the place of its body the digest of the bytes that it holds, or leads to. */
export async function withDigest(
  { body, ...row }: Stored,
  bucket: Pick<Bucket, 'object'>,
): Promise<Stored> {
  const held = typeof body === 'string' ? body : await bucket.object(String(row.bodyRef));
  return { ...row, heldSha256: held && sha256(held) };
}

/** Whether an event's row has the digest of what was posted, and holds these very bytes. */
export function isHeld({ event }: SoakEvent, { bodySha256, heldSha256 }: Stored): boolean {
  const posted = sha256(JSON.stringify(event));
  return bodySha256 === posted && heldSha256 === posted;
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
