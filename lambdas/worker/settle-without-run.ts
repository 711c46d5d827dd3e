import type { SQSRecord } from 'aws-lambda';
import type { Judgement } from '../ledger/judge.ts';
import type { LastError } from '../ledger/ledger-row.ts';
import type { Lease } from '../ledger/ledger.ts';
import type { WorkerParts } from './parts.ts';
import type { Ending } from './report.ts';
import { buryEvent } from './settle-failure.ts';

const CRASHED: LastError = { class: 'WorkerCrashed', code: 'attempts-exhausted' };

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
      // Written down before anything can fail: what is silent could be taken for an outage, and run.
      await parts.ledger.fail(lease, CRASHED);
      await buryEvent(record, lease, CRASHED, parts);
      return 'DEAD';
  }
}
