import { createHash } from 'node:crypto';
import type { Bucket } from '../rig/bucket.ts';
import type { Stored } from '../rig/tables.ts';
import type { TrialEvent } from './trial-events.ts';

/** Larger ones wait in the bucket (docs/architecture.md, The queue message). */
const INLINE_BYTES = 3 * 1024;

/** Whether an event's row holds, or leads to, exactly the bytes that were posted. */
export async function keepsBody(
  { body, user }: Pick<TrialEvent, 'body' | 'user'>,
  row: Stored | undefined,
  bucket: Pick<Bucket, 'object'>,
): Promise<boolean> {
  const digest = sha256(body);
  if (row?.bodySha256 !== digest) return false;
  if (body.length <= INLINE_BYTES) return row.body === body.toString();
  const object =
    row.bodyRef === `bodies/${sha256(user)}/${digest}` && (await bucket.object(row.bodyRef));
  return object instanceof Buffer && object.equals(body);
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
