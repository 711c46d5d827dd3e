import { type Entry, firedAt, sizeOf } from './entry.ts';
import type { Kept } from './kept.ts';

/** What is to be sent, in the order in which it fired. */
export interface Buffer {
  /** Gives back what had to be dropped for it. */
  readonly add: (entry: Entry) => Entry | undefined;
  /** A session tells who the user is: what waited for that is the user's, and what was kept comes first. */
  readonly adopt: (userId: string, oldest: number) => void;
  /** Drops and gives back what is older. */
  readonly expire: (oldest: number) => Entry[];
  /** The first of this user's, within the bounds and not left out, but one at least if there is one. */
  readonly batch: (userId: string, bounds: BatchBounds) => Entry[];
  readonly remove: (entries: readonly Entry[]) => void;
  /** Whether there is anything that a session of this user can send; anything at all without a user. */
  readonly has: (userId: string | undefined) => boolean;
}

export interface BatchBounds {
  readonly count: number;
  /** UTF-8 bytes. */
  readonly bytes: number;
  readonly leftOut?: ReadonlySet<string>;
}

const MAX_ENTRIES = 500;

/** A bounded buffer: when it is full, the oldest screen event goes; what accounts did is never dropped. */
export function createBuffer(kept: Kept): Buffer {
  let entries: Entry[] = [];

  const remove = (gone: readonly Entry[]) => {
    entries = entries.filter((entry) => !gone.includes(entry));
    for (const entry of gone) kept.remove(entry);
  };

  return {
    add: (entry) => {
      entries.push(entry);
      if (entry.userId !== undefined) kept.add(entry);
      const full = entries.length > MAX_ENTRIES;
      const dropped = full ? entries.find(({ name }) => name === 'onUIEvent') : undefined;
      if (dropped) remove([dropped]);
      return dropped;
    },
    adopt: (userId, oldest) => {
      const known = new Set(entries.map(({ stamp }) => stamp));
      const restored = kept.restore(userId, oldest).filter(({ stamp }) => !known.has(stamp));
      for (const entry of entries) {
        if (entry.userId !== undefined) continue;
        entry.userId = userId;
        kept.add(entry);
      }
      entries = [...restored, ...entries];
    },
    expire: (oldest) => {
      const expired = entries.filter(({ stamp }) => firedAt(stamp) < oldest);
      remove(expired);
      return expired;
    },
    batch: (userId, { count, bytes, leftOut }) => {
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
