import type { DataPoint, Status, Task, ThingKey, WidgetSaid } from './state-item.ts';

/** What one event says: exactly one fact of one thing. */
export type Fact = {
  readonly thing: ThingKey;
  /**
   * A statement says how a thing is: one that is older than what is known is stale. An occurrence says that
   * something happened: it is news whenever it comes, unless its thing ended later.
   */
  readonly kind: 'statement' | 'occurrence';
  /** A thing of another partition that belongs to this user: their partition gets a reference to it. */
  readonly reference?: ThingKey;
  /** Order among events of the same second; see {@link RANK}. */
  readonly rank: number;
} & (
  | {
      readonly section: 'status';
      readonly value: Status;
      /** The thing's life ends here: what is older goes. */
      readonly ends?: true;
    }
  | { readonly section: 'tasks'; readonly name: string; readonly value: Task }
  | { readonly section: 'dataPoints'; readonly name: string; readonly value: DataPoint }
  | { readonly section: 'widget'; readonly name: string; readonly value: WidgetSaid }
);

/** The life of a thing, for events that Smile dates to the same second. An end comes last. */
export const RANK = {
  created: 10,
  settled: 20,
  taskStarted: 30,
  dataAdded: 40,
  dataUpdated: 50,
  taskFinished: 60,
  ended: 90,
} as const;

/** Keeps only what is there: a fact has no undefined members, neither in memory nor in the table. */
export function defined<T extends object>(
  value: {
    [K in keyof T]: T[K] | undefined;
  },
): T {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as T;
}
