import { type Entry, firedAt } from './entry.ts';

/** What survives the page: entries that the API has not acknowledged. */
export interface Kept {
  /** Whether there was room for it. */
  readonly add: (entry: Entry) => boolean | undefined;
  readonly remove: (entry: Entry) => void;
  /** Whether anything is kept that is in date, of whomever. */
  readonly isLeftOver: (oldest: number) => boolean | undefined;
  /** This user's entries, oldest first; and forgets what is out of date, of whomever. */
  readonly restore: (userId: string, oldest: number) => Entry[];
}

/**
 * Keeps each entry under a key of its own in localStorage, so that tabs of one user do not overwrite each
 * other's: `smile-widget:<api>:<user>:<stamp>`. Everything that another user's session needs
 * to know is in the key; the value, which is what will be sent, is for its own user.
 *
 * Storage may be full, switched off, or forbidden, as in a sandboxed frame: then nothing is kept.
 */
export function createKept(api: string): Kept {
  const prefix = `smile-widget:${api}:`;
  const keyOf = ({ userId = '', stamp }: Pick<Entry, 'userId' | 'stamp'>) =>
    `${prefix}${encodeURIComponent(userId)}:${stamp}`;
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));

  return {
    add: (entry) =>
      attempt(() => {
        localStorage.setItem(keyOf(entry), entry.json);
        return true;
      }),
    remove: (entry) => attempt(() => localStorage.removeItem(keyOf(entry))),
    isLeftOver: (oldest) => attempt(() => keys().some((key) => firedAt(stampIn(key)) >= oldest)),
    restore: (userId, oldest) =>
      attempt(() => {
        const entries: Entry[] = [];
        // oxlint-disable-next-line unicorn/no-array-sort -- toSorted is younger than our browsers.
        for (const key of keys().sort()) {
          const stamp = stampIn(key);
          if (!(firedAt(stamp) >= oldest)) localStorage.removeItem(key);
          else if (key === keyOf({ userId, stamp })) {
            const json = localStorage.getItem(key) as string;
            entries.push({ stamp, name: nameIn(json), json, userId });
          }
        }
        return entries;
      }) ?? [],
  };
}

function stampIn(key: string): string {
  return key.split(':').pop() ?? '';
}

/** The start of the JSON is our own, `{"id":"…","name":"…"`. What is not goes to the API, which refuses it. */
function nameIn(json: string): Entry['name'] {
  return (/"name":"(\w+)"/.exec(json)?.[1] ?? 'onUIEvent') as Entry['name'];
}

/** What the storage allows; undefined when it does not. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
