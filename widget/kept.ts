import { type Entry, firedAt } from './entry.ts';

/** What survives the page: entries that the API has not acknowledged. */
export interface Kept {
  readonly add: (entry: Entry) => void;
  readonly remove: (entry: Entry) => void;
  /** Whether anything is kept, of whomever. */
  readonly isThere: () => boolean;
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
  const keyOf = ({ userId = '', stamp }: Entry) =>
    `${prefix}${encodeURIComponent(userId)}:${stamp}`;
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));

  return {
    add: (entry) => attempt(() => localStorage.setItem(keyOf(entry), entry.json), undefined),
    remove: (entry) => attempt(() => localStorage.removeItem(keyOf(entry)), undefined),
    isThere: () => attempt(() => keys().length > 0, false),
    restore: (userId, oldest) =>
      attempt(() => {
        const entries: Entry[] = [];
        // oxlint-disable-next-line unicorn/no-array-sort -- toSorted is younger than our browsers.
        for (const key of keys().sort()) {
          const stamp = key.slice(key.lastIndexOf(':') + 1);
          const entry: Entry = { stamp, name: 'onUIEvent', json: '', userId };
          if (!(firedAt(stamp) >= oldest)) localStorage.removeItem(key);
          else if (key === keyOf(entry)) {
            const json = localStorage.getItem(key) ?? '';
            entries.push({ ...entry, name: nameIn(json), json });
          }
        }
        return entries;
      }, []),
  };
}

/** The start of the JSON is our own, `{"id":"…","name":"…"`. What is not goes to the API, which refuses it. */
function nameIn(json: string): Entry['name'] {
  return (/"name":"(\w+)"/.exec(json)?.[1] ?? 'onUIEvent') as Entry['name'];
}

function attempt<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
