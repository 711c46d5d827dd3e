import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import type { Stage } from './stage.ts';

/**
 * The event as Smile sent it, or undefined when the row has no body yet.
 *
 * @throws S3's errors, among them NoSuchKey when the body has expired
 */
export async function bodyOf(
  { s3, names }: Stage,
  { body, bodyRef }: LedgerRow,
): Promise<Uint8Array | undefined> {
  if (body !== undefined) return Buffer.from(body);
  if (bodyRef === undefined) return undefined;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: names.bodies, Key: bodyRef }));
  return await Body?.transformToByteArray();
}
