import type { SQSRecord } from 'aws-lambda';
import { AwsFault } from '../clients/aws-fault.ts';
import { faultBackoff } from './backoff.ts';
import { HandAgain } from './hand-again.ts';
import type { WorkerParts } from './parts.ts';
import { receivesOf } from './received-message.ts';

/**
 * Does what leaves no attempt in the ledger, so that nothing could be taken for a crash: a message
 * that meets a fault of AWS here may wait for up to fifteen minutes. A begin is no such thing: its
 * answer may be lost when it has happened.
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
    throw new HandAgain('fault', faultBackoff(receivesOf(record), retry), error);
  }
}
