import type { SQSRecord } from 'aws-lambda';
import type { Judgement } from '../ledger/judge.ts';
import type { Lease } from '../ledger/ledger.ts';
import type { WorkerParts } from './parts.ts';
import type { Ending } from './report.ts';
import { buryEvent } from './settle-failure.ts';

/** Settles a message that the ledger lets nobody run. */
export async function settleWithoutRun(
  { verdict, lease }: Exclude<Judgement, { verdict: 'run' }> & { readonly lease: Lease },
  record: SQSRecord,
  parts: WorkerParts,
): Promise<Ending> {
  switch (verdict) {
    case 'duplicate':
      return 'DUPLICATE';
    case 'conflict':
      return 'CONFLICT';
    case 'exhausted':
      await buryEvent(record, lease, { class: 'WorkerCrashed', code: 'attempts-exhausted' }, parts);
      return 'DEAD';
    case 'dead':
      await parts.deadLetters.send(record, 'given up before');
      return 'DEAD';
  }
}
