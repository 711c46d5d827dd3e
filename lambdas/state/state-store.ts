import { getItem, putItem } from '../clients/dynamodb.ts';
import type { StateItem, ThingKey } from './state-item.ts';

/** The state items, one per thing. */
export interface StateStore {
  /** Strongly consistent; undefined when nothing is known about the thing. */
  readonly read: (key: ThingKey) => Promise<StateItem | undefined>;
  /**
   * Writes the item as the successor of the version that it was merged into. False when another write
   * came first, and nothing was written.
   */
  readonly write: (item: StateItem) => Promise<boolean>;
}

/** The state items in a DynamoDB table, with an optimistic version. */
export function stateTable(table: string): StateStore {
  return {
    async read({ pk, sk }) {
      return (await getItem(table, { pk, sk })) as StateItem | undefined;
    },
    async write(item) {
      const successor = { ...item, version: item.version + 1 };
      return await putItem(
        table,
        successor,
        item.version === 0
          ? { expression: 'attribute_not_exists(pk)', values: {} }
          : { expression: 'version = :read', values: { ':read': item.version } },
      );
    },
  };
}
