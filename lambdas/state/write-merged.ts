import type { StateItem } from './state-item.ts';
import type { StateStore } from './state-store.ts';

const MAX_CONFLICTS = 5;

/** Others kept writing the item in between. */
export class StateContended extends Error {
  override readonly name = 'StateContended';
  readonly code = 'state-contended';
  constructor() {
    super('The state item was written by others again and again; the event is tried again.');
  }
}

/**
 * Writes a merged item under its version. When another event of the thing came first, merges anew into
 * what that one left; an item that the merge leaves alone is not written.
 *
 * @throws StateContended after five conflicts in a row
 */
export async function writeMerged(
  states: StateStore,
  current: StateItem | undefined,
  merged: StateItem,
  mergeAgain: (found: StateItem | undefined) => StateItem,
): Promise<void> {
  let [found, item] = [current, merged];
  for (let conflicts = 0; item !== found; conflicts += 1) {
    if (await states.write(item)) return;
    if (conflicts + 1 === MAX_CONFLICTS) throw new StateContended();
    found = await states.read(item);
    item = mergeAgain(found);
  }
}
