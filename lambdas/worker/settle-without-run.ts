import type { Arrival, LastError } from '../ledger/ledger-row.ts';
import type { Begun } from '../ledger/ledger.ts';
import { digestKey, isCallbackKey } from '../message/event-key.ts';
import type { WorkerParts } from './parts.ts';
import { buryEvent, sendTicket } from './dead-letters.ts';
import type { Ending } from './report.ts';

const CRASHED: LastError = { class: 'WorkerCrashed', code: 'attempts-exhausted' };

/** Settles a message that the ledger lets nobody run. */
export async function settleWithoutRun(
  { verdict, lease }: Exclude<Begun, { verdict: 'run' }>,
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
    case 'buried':
      await sendTicket(arrival, lease.past.lastError ?? CRASHED, parts.deadLetters);
      return 'DEAD';
    case 'exhausted':
      await buryEvent(arrival, lease, CRASHED, {}, parts);
      return 'DEAD';
  }
}

/** What carries a good signature is kept: the second body under an id stands beside the first one. */
function underItsDigest(arrival: Arrival): Arrival {
  return { ...arrival, eventId: digestKey(arrival.bodySha256) };
}
