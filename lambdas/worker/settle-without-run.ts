import type { SQSRecord } from 'aws-lambda';
import type { Judgement } from '../ledger/judge.ts';
import type { Arrival, LastError } from '../ledger/ledger-row.ts';
import type { Lease } from '../ledger/lease.ts';
import { digestKey, isCallbackKey } from '../message/event-key.ts';
import type { WorkerParts } from './parts.ts';
import { buryEvent } from './dead-letters.ts';
import type { Ending } from './report.ts';

const CRASHED: LastError = { class: 'WorkerCrashed', code: 'attempts-exhausted' };

/** Settles a message that the ledger lets nobody run. */
export async function settleWithoutRun(
  { verdict, lease }: Exclude<Judgement, { verdict: 'run' }> & { readonly lease: Lease },
  record: SQSRecord,
  arrival: Arrival,
  parts: WorkerParts,
): Promise<Ending> {
  switch (verdict) {
    case 'duplicate':
      return 'DUPLICATE';
    case 'conflict':
      // Nobody has signed a callback: a page that sends another one under an id is not worth an alarm.
      if (isCallbackKey(arrival.eventId)) return 'DUPLICATE';
      await parts.ledger.quarantine(underItsDigest(arrival), 'conflict');
      return 'CONFLICT';
    case 'exhausted':
      // Written down before anything can fail: what is silent could be taken for an outage, and run.
      await parts.ledger.fail(lease, CRASHED);
      await buryEvent(record, lease, CRASHED, {}, parts);
      return 'DEAD';
  }
}

/** What carries a good signature is kept: the second body under an id stands beside the first one. */
function underItsDigest(arrival: Arrival): Arrival {
  return { ...arrival, eventId: digestKey(arrival.bodySha256) };
}
