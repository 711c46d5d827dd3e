import type { StateItem, ThingKey } from '../../../lambdas/state/state-item.ts';
import type { StateStore } from '../../../lambdas/state/state-store.ts';

const keyOf = ({ pk, sk }: ThingKey): string => `${pk}/${sk}`;

/** The state items in a map, with the version as the condition of every write. */
export function memoryStates() {
  const items = new Map<string, StateItem>();
  /** How many of the next writes another event of the thing precedes. */
  const contention = { writes: 0 };

  const states: StateStore = {
    read: async (key) => items.get(keyOf(key)),
    async write(item) {
      const key = keyOf(item);
      if (contention.writes > 0) {
        contention.writes -= 1;
        const found = items.get(key) ?? { pk: item.pk, sk: item.sk, version: 0 };
        items.set(key, { ...found, version: found.version + 1 });
      }
      if ((items.get(key)?.version ?? 0) !== item.version) return undefined;
      const successor = { ...item, version: item.version + 1 };
      items.set(key, successor);
      return successor;
    },
    async refer({ pk, sk }) {
      const key = keyOf({ pk, sk });
      if (!items.has(key)) items.set(key, { pk, sk, version: 1 });
    },
  };
  return { states, items, contention };
}
