import type { SQSRecord } from 'aws-lambda';
import { AwsFault } from '../clients/aws-fault.ts';
import { faultBackoff } from './backoff.ts';
import { HandAgain } from './hand-again.ts';
import type { WorkerParts } from './parts.ts';

/**
 * Does what comes before an attempt begins. A fault of AWS here leaves no trace in the ledger that
 * could be taken for a crash, so the message may wait for up to fifteen minutes.
 */
export async function untouched<T>(
  record: SQSRecord,
  { retry }: WorkerParts,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    const receives = Number(record.attributes.ApproximateReceiveCount);
    throw new HandAgain('fault', faultBackoff(receives, retry), error);
  }
}
