import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import type { Stage } from './stage.ts';

/** The event as Smile sent it, or undefined: its first attempt is still under way, or its body has expired. */
export async function bodyOf(
  { s3, names }: Stage,
  { body, bodyRef }: Pick<LedgerRow, 'body' | 'bodyRef'>,
): Promise<Uint8Array | undefined> {
  if (body !== undefined) return Buffer.from(body);
  if (bodyRef === undefined) return undefined;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: names.bodies, Key: bodyRef }));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
