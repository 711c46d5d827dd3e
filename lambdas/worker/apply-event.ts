import type { Handler } from '../dispatch/handler.ts';
import type { Lease } from '../ledger/ledger.ts';
import type { Outcome } from '../ledger/ledger-row.ts';
import { isCallbackKey } from '../message/event-key.ts';
import type { Envelope } from '../smile/envelope.ts';
import { merge } from '../state/merge.ts';
import { isFromFuture, stampOf } from '../state/stamp.ts';
import { writeMerged } from '../state/write-merged.ts';
import type { Log } from '../telemetry/log.ts';
import { before } from './deadline.ts';
import { guarded } from './guarded.ts';
import { interpret } from './interpret.ts';
import type { Said, WorkerParts } from './parts.ts';

/** What an attempt carries through its steps. */
export interface Attempt {
  readonly lease: Lease;
  readonly log: Log;
  /** Starts the handler's time; throws an AwsFault when too little is left. */
  readonly startHandler: () => AbortSignal;
}

/**
 * Steps 3 to 6 of an event: parse, merge, handle if it brought news, write. Repeating them is
 * harmless: the merge finds the same event again, and the handler has its idempotency key.
 *
 * @throws EventSchemaError when a known type lacks the ids that it is about
 */
export async function applyEvent(
  envelope: Envelope,
  attempt: Attempt,
  parts: WorkerParts,
): Promise<Outcome> {
  const known = interpret(envelope, attempt.lease.eventId, parts.registry);
  if (!known) {
    await run(parts.registry.fallback, envelope, undefined, 'UNKNOWN_TYPE', attempt, parts);
    return 'UNKNOWN_TYPE';
  }
  const { event, handle, runsWhenStale } = known;
  // Its lists are the event's, and the event is the handler's to do with as it likes.
  const effect = structuredClone(known.effect);
  const { receivedAt } = attempt.lease;
  const stamp = stampOf(event, effect.rank, receivedAt);
  // A callback's time is its browser's, and says nothing of Smile's clock.
  const isBySmile = !isCallbackKey(attempt.lease.eventId);
  if (isBySmile && isFromFuture(event.createdAt, receivedAt)) parts.measure({ FutureStamps: 1 });

  const current = await parts.states.read(effect.thing);
  const merged = merge(current, effect, stamp);
  const outcome = merged.news ? 'APPLIED' : 'STALE';

  if (merged.news || runsWhenStale) {
    await run(handle, event, { effect, state: merged.item }, outcome, attempt, parts);
  }
  await writeMerged(
    parts.states,
    current,
    merged.item,
    (found) => merge(found, effect, stamp).item,
  );
  return outcome;
}

async function run<E extends Envelope>(
  handle: Handler<E>,
  event: E,
  said: Said | undefined,
  outcome: Outcome,
  { lease, log, startHandler }: Attempt,
  { announce }: WorkerParts,
): Promise<void> {
  const signal = startHandler();
  // A replay wants its calls to the outside to happen again: its ledger key is a new one.
  const handed = { ...event, id: lease.eventId };
  const context = {
    state: structuredClone(said?.state),
    log,
    signal,
    attempt: lease.attempt,
    announce: () => announce(handed, said, outcome, signal),
  };
  await guarded(log, () => before(signal, Promise.try(handle, handed, context)));
}
