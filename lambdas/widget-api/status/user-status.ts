import { type Stamp, UNDATED } from '../../state/stamp.ts';
import type { StateItem } from '../../state/state-item.ts';
import { tasksOf } from '../../state/tasks.ts';

/** What a page may know of its own user: ids, codes and times, nothing personal. */
export interface UserStatus {
  readonly accounts: readonly (ThingStatus & {
    readonly accountId: string;
    /** Data points that have arrived, by Smile's names. */
    readonly dataPoints: readonly string[];
    /** What the widget said, and when; beside what Smile's server says. */
    readonly widget: Readonly<Record<string, string>>;
  })[];
  readonly archives: readonly (ThingStatus & { readonly archiveId: string })[];
  /** When the latest of all facts became true; absent when nothing is known. */
  readonly updatedAt?: string;
}

interface ThingStatus {
  /** As Smile's server said: `CONNECTED`, `FAILED`, … Absent when it said nothing yet. */
  readonly status?: string;
  readonly errorCode?: string;
  /** The latest task of each type: `STARTED`, `SUCCEEDED`, `FAILED`, `UNKNOWN`. */
  readonly tasks: Readonly<Record<string, string>>;
  readonly updatedAt?: string;
}

/** The same items always give the same status, in the same order. */
export function userStatus(items: readonly StateItem[]): UserStatus {
  return {
    accounts: ofKind(items, 'ACCOUNT#', (accountId, item) => ({
      accountId,
      ...thingStatus(item),
      dataPoints: Object.keys(item.dataPoints ?? {}).toSorted(),
      widget: valuesOf(item.widget, ({ asOf }) => asOf),
    })),
    archives: ofKind(items, 'ARCHIVE#', (archiveId, item) => ({
      archiveId,
      ...thingStatus(item),
    })),
    ...latest(items.flatMap(stampsOf)),
  };
}

function ofKind<T>(
  items: readonly StateItem[],
  kind: string,
  view: (id: string, item: StateItem) => T,
): readonly T[] {
  return items
    .filter(({ sk }) => sk.startsWith(kind))
    .map((item) => view(item.sk.slice(kind.length), item));
}

function thingStatus(item: StateItem): ThingStatus {
  const { status } = item;
  return {
    ...(status ? { status: status.value } : {}),
    ...(status?.errorCode === undefined ? {} : { errorCode: status.errorCode }),
    tasks: valuesOf(tasksOf(item), ({ value }) => value),
    ...latest(stampsOf(item)),
  };
}

function valuesOf<F>(
  facts: Readonly<Record<string, F>> | undefined,
  valueOf: (fact: F) => string,
): Readonly<Record<string, string>> {
  const names = Object.keys(facts ?? {}).toSorted();
  return Object.fromEntries(names.map((name) => [name, valueOf(facts?.[name] as F)]));
}

function stampsOf({ status, tasks, dataPoints, widget, endedBy }: StateItem): readonly Stamp[] {
  const facts = [tasks, dataPoints, widget].flatMap((section) => Object.values(section ?? {}));
  return [...facts, status, endedBy].filter(
    (stamp) => stamp !== undefined && stamp.asOf !== UNDATED,
  );
}

function latest(stamps: readonly Stamp[]): { readonly updatedAt?: string } {
  const [updatedAt] = stamps
    .map(({ asOf }) => asOf)
    .toSorted()
    .toReversed();
  return updatedAt === undefined ? {} : { updatedAt };
}
