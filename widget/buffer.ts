import { type Entry, firedAt, sizeOf } from './entry.ts';
import type { Kept } from './kept.ts';

/** What is to be sent, in the order in which it fired. */
export interface Buffer {
  /** Gives back what had to be dropped for it. */
  readonly add: (entry: Entry) => Entry[];
  /**
   * A session tells who the user is: what waited for that is the user's, and what was kept comes first. Gives
   * back what had to be dropped for it.
   */
  readonly adopt: (userId: string, oldest: number) => Entry[];
  /** Drops and gives back what is older. */
  readonly expire: (oldest: number) => Entry[];
  /** The first of this user's, within the bounds and not left out, but one at least if there is one. */
  readonly batch: (
    userId: string,
    count: number,
    bytes: number,
    leftOut?: ReadonlySet<string>,
  ) => Entry[];
  readonly remove: (entries: Entry[]) => void;
  /** Whether there is anything that a session of this user can send; anything at all without a user. */
  readonly has: (userId: string | undefined) => boolean;
}

const MAX_ENTRIES = 500;

/**
 * A buffer in which screen events have bounds: when it is full, the oldest of them go, and when the storage is
 * full, none of them is kept. What accounts did is never dropped for want of room.
 */
export function createBuffer(kept: Kept): Buffer {
  let entries: Entry[] = [];

  const remove = (gone: Entry[]) => {
    entries = entries.filter((entry) => !gone.includes(entry));
    for (const entry of gone) kept.remove(entry);
    return gone;
  };

  const trim = () =>
    remove(entries.filter(isScreen).slice(0, Math.max(0, entries.length - MAX_ENTRIES)));

  const keep = (entry: Entry) => {
    if (kept.add(entry) || isScreen(entry)) return;
    for (const screen of entries.filter(isScreen)) kept.remove(screen);
    kept.add(entry);
  };

  return {
    add: (entry) => {
      entries.push(entry);
      if (entry.userId) keep(entry);
      return trim();
    },
    adopt: (userId, oldest) => {
      const restored = kept
        .restore(userId, oldest)
        .filter(({ stamp }) => !entries.some((known) => known.stamp === stamp));
      for (const entry of entries) {
        if (entry.userId) continue;
        entry.userId = userId;
        keep(entry);
      }
      entries = [...restored, ...entries];
      return trim();
    },
    expire: (oldest) => remove(entries.filter(({ stamp }) => firedAt(stamp) < oldest)),
    batch: (userId, count, bytes, leftOut) => {
      const found: Entry[] = [];
      let size = 0;
      for (const entry of entries) {
        if (entry.userId !== userId || leftOut?.has(entry.stamp)) continue;
        size += sizeOf(entry.json) + 1;
        if (found.length === count || (size > bytes && found.length > 0)) break;
        found.push(entry);
      }
      return found;
    },
    remove,
    has: (userId) => entries.some((entry) => !userId || !entry.userId || entry.userId === userId),
  };
}

function isScreen({ name }: Entry): boolean {
  return name === 'onUIEvent';
}
