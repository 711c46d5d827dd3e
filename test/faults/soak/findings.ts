import { isDeepStrictEqual } from 'node:util';
import { type Item, newerOf, stateOf, type Told } from '../model.ts';
import type { Rig } from '../rig/rig.ts';
import { type Stored, withoutVersion } from '../rig/tables.ts';
import { isHeld, withDigest } from './held.ts';
import type { Sent } from './load.ts';
import type { SoakSettings } from './settings.ts';
import { unexplainedRepeats } from './repeats.ts';
import { type SoakEvent, soakEvent } from './soak-event.ts';
import { FaultCount, type Tally, withOneMore } from './tally.ts';

/** What a soak has shown. Every list holds ids; the first six must be empty. */
export interface Findings {
  /** Accepted, and not in the ledger, or not ended as they should. */
  readonly lost: readonly string[];
  /**
   * Had an effect after their end, or once more without a fault that explains it, or left a row too many, or
   * more dead letters than messages.
   */
  readonly doubled: readonly string[];
  /** Rows that do not hold, or lead to, the very bytes that were posted. */
  readonly bodyDiffers: readonly string[];
  /** State items that are not what the model says. */
  readonly stateDiffers: readonly string[];
  /**
   * Ended as `APPLIED` or `STALE` against the order in which they were handled, or stale because of another
   * event than the newest one that decides.
   */
  readonly outcomeDiffers: readonly string[];
  /** Applied without an effect or announcement, or stale with one; or announced before the effect. */
  readonly effectDiffers: readonly string[];
  readonly handled: number;
  readonly applied: number;
  readonly stale: number;
  readonly unknown: number;
  readonly deadLetters: number;
  /** Events whose handler ran more than once before their end. */
  readonly repeatedEffects: number;
  /** Faults of each kind at each step, of the events that were sent. */
  readonly faults: Readonly<Record<string, Tally>>;
  /** Faults that could not happen, since their event was stale when it was handled. Not among the planned. */
  readonly faultsRuledOut: number;
  /** Events whose duplicate SQS was made to take for a new message, and whether it reached the worker. */
  readonly forgotten: Tally;
  /** Messages that were handed to the worker for an event that it had had a message of already. */
  readonly duplicatesAtWorker: number;
  /** Spent more than one attempt although neither a crash nor their handler was at fault. */
  readonly attemptsSpentOnAws: readonly string[];
}

/** Holds what is in the tables and queues against the model. */
export async function findingsOf(rig: Rig, settings: SoakSettings, sent: Sent): Promise<Findings> {
  const { journal, tables, bucket, queues } = rig;
  const rows = new Map<string, Stored>();
  for await (const row of tables.wholeRows()) {
    rows.set(String(row.eventId), await withDigest(row, bucket));
  }
  const deadLetters = Map.groupBy(await queues.takeDeadLetters(), (id) => id);

  const told = new Map<string, Told>();
  const found = {
    lost: [] as string[],
    doubled: [...journal.effectsAfterEnd],
    bodyDiffers: [] as string[],
    effectDiffers: [...journal.announcedBeforeEffect],
    attemptsSpentOnAws: [] as string[],
  };
  const counts = { handled: 0, applied: 0, stale: 0, unknown: 0 };
  const faultCount = new FaultCount();
  let forgotten: Tally = { planned: 0, happened: 0 };
  for (let n = 0; n < settings.events; n += 1) {
    const event = soakEvent(n, settings);
    const row = rows.get(event.id);
    const dead = deadLetters.get(event.id)?.length ?? 0;
    const endedWell = row?.status === event.expected && dead > 0 === (event.expected === 'DEAD');
    // Sent again after five minutes, it is a message of its own, and may die once more.
    if (dead > (journal.messages.get(event.id)?.size ?? 0)) found.doubled.push(event.id);
    if (sent.accepted.has(event.id) && !endedWell) found.lost.push(event.id);
    const hasHappened = sent.happened.get(event.id)?.();
    if (unexplainedRepeats(event, journal, hasHappened === true) > 0) found.doubled.push(event.id);
    if (event.fault && hasHappened !== undefined) {
      faultCount.add(event.fault, hasHappened, row?.outcome === 'STALE');
    }
    if (sent.forgotten.has(event.id)) {
      forgotten = withOneMore(forgotten, (journal.received.get(event.id)?.size ?? 0) > 1);
    }
    if (!row) continue;
    if (!isHeld(event, row)) found.bodyDiffers.push(event.id);
    if (event.expected === 'DONE' && event.isKnown) told.set(event.id, asTold(event, row));
    if (row.status === 'DONE') counts.handled += 1;
    if (row.outcome === 'APPLIED') counts.applied += 1;
    if (row.outcome === 'STALE') counts.stale += 1;
    if (row.outcome === 'UNKNOWN_TYPE') counts.unknown += 1;
    if (row.status === 'DONE') {
      const isStale = row.outcome === 'STALE';
      const was = [journal.effects.has(event.id), journal.announcements.has(event.id)];
      if (was.includes(isStale)) found.effectDiffers.push(event.id);
    }
    if (Number(row.attempts) > 1 && !mayFail(event)) found.attemptsSpentOnAws.push(event.id);
    rows.delete(event.id);
  }
  // A row that is no event's is one that somebody made of an event a second time.
  found.doubled.push(...rows.keys());

  return {
    ...found,
    doubled: [...new Set(found.doubled)],
    effectDiffers: [...new Set(found.effectDiffers)],
    ...counts,
    faults: faultCount.faults,
    faultsRuledOut: faultCount.ruledOut,
    forgotten,
    duplicatesAtWorker: [...journal.received.values()].reduce((sum, { size }) => sum + size - 1, 0),
    stateDiffers: await differingItems(rig, stateOf(told.values())),
    outcomeDiffers: await differingOutcomes(rig, told),
    deadLetters: [...deadLetters.values()].flat().length,
    repeatedEffects: journal.repeats.size,
  };
}

function asTold({ event, id, type }: SoakEvent, { receivedAt }: Stored): Told {
  const { createdAt, data } = event;
  return { id, type, createdAt, data, receivedAt: String(receivedAt) };
}

/** A crash counts as an attempt, and so does a call of the handler that failed. */
function mayFail({ fault }: SoakEvent): boolean {
  return fault?.kind === 'crash' || fault?.step === 'handler';
}

async function differingItems({ tables }: Rig, wanted: Map<string, Item>): Promise<string[]> {
  const differing: string[] = [];
  for await (const stored of tables.allItems()) {
    const item = withoutVersion(stored);
    const key = `${String(item.pk)} ${String(item.sk)}`;
    if (!isDeepStrictEqual(item, wanted.get(key))) differing.push(key);
    wanted.delete(key);
  }
  return [...differing, ...wanted.keys()];
}

/** One user's events are handled one after the other, so the order of their ends is that of their runs. */
async function differingOutcomes(
  { journal, tables }: Rig,
  told: ReadonlyMap<string, Told>,
): Promise<string[]> {
  const inOrder = [...journal.finished].flatMap((id) => told.get(id) ?? []);
  const byUser = Map.groupBy(inOrder, ({ data }) => (data as { userId: string }).userId);
  const newer = new Map(
    Array.from(byUser.values(), (events) => Array.from(newerOf(events))).flat(),
  );
  const judged = new Set(inOrder.map(({ id }) => id));
  const differing: string[] = [];
  for await (const { eventId, outcome, staleBecause } of tables.rows()) {
    const id = String(eventId);
    if (!judged.has(id)) continue;
    const because = newer.get(id);
    const named = (staleBecause as { readonly eventId: string } | undefined)?.eventId;
    const isRight = outcome === (because === undefined ? 'APPLIED' : 'STALE') && named === because;
    if (!isRight) differing.push(id);
  }
  return differing;
}
