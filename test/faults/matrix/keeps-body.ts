import { createHash } from 'node:crypto';
import type { Bucket } from '../rig/bucket.ts';
import type { Stored } from '../rig/tables.ts';
import type { TrialEvent } from './trial-events.ts';

/** Larger ones wait in the bucket (docs/architecture.md, The queue message). */
const INLINE_BYTES = 16 * 1024;

/** Whether an event's row holds, or leads to, exactly the bytes that were posted. */
export async function keepsBody(
  { body }: Pick<TrialEvent, 'body'>,
  row: Stored | undefined,
  bucket: Pick<Bucket, 'object'>,
): Promise<boolean> {
  const digest = createHash('sha256').update(body).digest('hex');
  if (row?.bodySha256 !== digest) return false;
  if (body.length <= INLINE_BYTES) return row.body === body.toString();
  const object = row.bodyRef === `bodies/${digest}` && (await bucket.object(row.bodyRef));
  return object instanceof Buffer && object.equals(body);
}
