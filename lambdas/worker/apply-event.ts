import type { HandlerEntry } from '../receiver/handler.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Announced, Outcome } from '../ledger/ledger-row.ts';
import { isCallbackKey } from '../message/event-key.ts';
import type { Envelope } from '../smile/envelope.ts';
import type { Change } from '../state/changes.ts';
import type { Merged, StaleBecause } from '../state/merge.ts';
import { isFromFuture, stampOf } from '../state/stamp.ts';
import { writeMerged } from '../state/write-merged.ts';
import type { Log } from '../telemetry/log.ts';
import type { MetricValues } from '../telemetry/metrics.ts';
import { announcementOf, type Said } from './announce.ts';
import { before, type Deadlines } from './deadline.ts';
import { guarded } from './guarded.ts';
import { type Interpreted, interpret } from './interpret.ts';
import type { WorkerParts } from './parts.ts';

/** What an attempt carries through its steps. */
export interface Attempt {
  readonly lease: Lease;
  readonly log: Log;
  readonly deadlines: Deadlines;
  readonly entry: HandlerEntry;
  readonly maxAttempts: number;
  /** When the handler returned, in this attempt or an earlier one: it does not run again. ISO 8601. */
  handledAt: string | undefined;
  /** What it has changed in state so far. */
  changes: readonly Change[];
  announced: Announced | undefined;
}

/** What an event came to. */
export interface Done {
  readonly outcome: Outcome;
  readonly staleBecause?: StaleBecause | undefined;
  /** What is worth counting about it. */
  readonly marks?: MetricValues;
}

/** An event that is understood, and the merge of what it says. */
interface Written extends Interpreted {
  readonly merged: Merged;
}

/**
 * Steps 3 to 5 of an event: parse, write state, handle and announce if it was news. Repeating them is
 * harmless: the merge finds the same event again, the handler has its idempotency key, and once it has
 * returned, a retry goes on with the announcement.
 *
 * @throws EventSchemaError when a known type lacks the ids that it is about
 */
export async function applyEvent(
  envelope: Envelope,
  attempt: Attempt,
  parts: WorkerParts,
): Promise<Done> {
  const { eventId, receivedAt } = attempt.lease;
  const known = interpret(envelope, eventId);
  if (!known) return await actOn(envelope, undefined, attempt, parts);
  const stamp = stampOf(known.event, known.fact.rank, receivedAt);
  const merged = await writeMerged(parts.states, known.fact, stamp);
  attempt.changes = merged.changes;
  return await actOn(envelope, { ...known, merged }, attempt, parts);
}

/**
 * What follows once the state is written: handle and announce, if the event was news.
 *
 * @param written undefined for a type that is not known here
 */
export async function actOn(
  envelope: Envelope,
  written: Written | undefined,
  attempt: Attempt,
  parts: Pick<WorkerParts, 'announce'>,
): Promise<Done> {
  const { lease, entry } = attempt;
  if (!written) {
    await handleAndAnnounce(envelope, undefined, { outcome: 'UNKNOWN_TYPE' }, attempt, parts);
    return { outcome: 'UNKNOWN_TYPE' };
  }
  const { event, fact, merged } = written;
  // What was news when its handler ran is announced, also if something newer has overtaken it since.
  const wasNews = attempt.handledAt !== undefined && !entry.runsWhenStale;
  const staleBecause = wasNews ? undefined : merged.staleBecause;
  const done: Done = { outcome: staleBecause ? 'STALE' : 'APPLIED', staleBecause };

  if (!staleBecause || entry.runsWhenStale) {
    await handleAndAnnounce(event, { fact, state: merged.item }, done, attempt, parts);
  }
  return { ...done, marks: marksOf(event, lease) };
}

async function handleAndAnnounce(
  event: Envelope,
  said: Said | undefined,
  { outcome, staleBecause }: Done,
  attempt: Attempt,
  { announce }: Pick<WorkerParts, 'announce'>,
): Promise<void> {
  const { lease, log, deadlines, entry } = attempt;
  // A replay wants its calls to the outside to happen again: its ledger key is a new one.
  const handed = { ...event, id: lease.eventId };
  // Made first: what a handler does with its event is its own affair.
  const announcement = announcementOf(handed, said, outcome);
  if (entry.handle && attempt.handledAt === undefined) {
    const signal = deadlines.startHandler();
    const state = structuredClone(said?.state);
    const context = { state, staleBecause, log, signal, attempt: lease.attempt };
    const { handle } = entry;
    await guarded(log, () => before(signal, Promise.try(handle, handed as never, context)));
    attempt.handledAt = new Date().toISOString();
  }
  if (!entry.announces) return;
  await announce(announcement, deadlines.announce());
  attempt.announced = { detailType: announcement.detailType, at: new Date().toISOString() };
}

/** A callback's time is its browser's, and says nothing of Smile's clock. */
function marksOf({ createdAt }: Envelope, { eventId, receivedAt }: Lease): MetricValues {
  if (isCallbackKey(eventId)) return {};
  return {
    ...(createdAt === undefined ? { Undated: 1 } : {}),
    ...(isFromFuture(createdAt, receivedAt) ? { FutureStamps: 1 } : {}),
  };
}
