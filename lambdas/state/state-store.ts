import { getItem, putItem } from '../aws/dynamodb.ts';
import { type AwaitingKeys, awaitingKeys } from './awaiting-webhook.ts';
import type { StateItem, ThingKey } from './state-item.ts';

/** The state items, one per thing. */
export interface StateStore {
  /** Strongly consistent; undefined when nothing is known about the thing. */
  readonly read: (key: ThingKey) => Promise<StateItem | undefined>;
  /**
   * Writes the item as the successor of the version that it was merged into, and returns the successor.
   * Undefined when another write came first, and nothing was written.
   */
  readonly write: (item: StateItem) => Promise<StateItem | undefined>;
  /** Writes an item that only says that there is such a thing, unless it is there. */
  readonly refer: (key: ThingKey) => Promise<void>;
}

const ABSENT = { expression: 'attribute_not_exists(pk)', values: {} };

/** The state items in a DynamoDB table, with an optimistic version. */
export function stateTable(table: string): StateStore {
  return {
    async read({ pk, sk }) {
      const found = await getItem(table, { pk, sk });
      return found && withoutIndexKeys(found as unknown as StateItem & AwaitingKeys);
    },
    async write(item) {
      const successor = { ...item, version: item.version + 1 };
      const isWritten = await putItem(
        table,
        { ...successor, ...awaitingKeys(item, Date.now()) },
        item.version === 0
          ? ABSENT
          : { expression: 'version = :read', values: { ':read': item.version } },
      );
      return isWritten ? successor : undefined;
    },
    async refer({ pk, sk }) {
      await putItem(table, { pk, sk, version: 1 }, ABSENT);
    },
  };
}

/** They follow from the item and the time, and are made anew with every write. */
function withoutIndexKeys({
  awaiting: _awaiting,
  awaitingSince: _awaitingSince,
  ...item
}: StateItem & AwaitingKeys): StateItem {
  return item;
}
