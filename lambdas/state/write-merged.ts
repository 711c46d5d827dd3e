import { type Change, changesOf } from './changes.ts';
import type { Fact } from './fact.ts';
import { merge, type Merged } from './merge.ts';
import type { Stamp } from './stamp.ts';
import type { StateStore } from './state-store.ts';

const MAX_CONFLICTS = 5;

/** Others kept writing the item in between. */
export class StateContended extends Error {
  override readonly name = 'StateContended';
  readonly code = 'state-contended';
  constructor() {
    super('Other events kept writing the same state item. The event is retried.');
  }
}

/** A merge that is stored. */
export interface WrittenMerge extends Merged {
  /** Empty when the item says it already. */
  readonly changes: readonly Change[];
}

/**
 * Merges what an event says into its item, and writes the item under its version. When another event of
 * the thing came first, it merges into what that one left. An item that the merge leaves alone is not written.
 *
 *     read v1 ── merge ── write if v1 ✗ ── read v2 ── merge ── write if v2 ✓
 *                              ▲ another event wrote v2
 *
 * @returns the merge that was written: the item as it is stored now, and whether the event was news to it
 * @throws StateContended after five conflicts in a row
 */
export async function writeMerged(
  states: StateStore,
  fact: Fact,
  stamp: Stamp,
): Promise<WrittenMerge> {
  if (fact.reference) await states.refer(fact.reference);
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
    const found = await states.read(fact.thing);
    const merged = merge(found, fact, stamp);
    if (merged.item === found) return { ...merged, changes: [] };
    const stored = await states.write(merged.item);
    if (stored) {
      const changes = changesOf(found, merged.item, stamp.eventId);
      return { ...merged, item: stored, changes };
    }
  }
  throw new StateContended();
}
