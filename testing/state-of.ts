import type { StateItem } from '../lambdas/receiver/index.ts';
import { accountOf } from '../lambdas/state/things.ts';
import { newId, newUserId } from './builders/ids.ts';

type Section = 'tasks' | 'dataPoints' | 'widget';
type Stamp = NonNullable<StateItem['endedBy']>;

/** A value, and as much of the stamp of the event that said it as matters. */
type Said<Kept extends Stamp> = Omit<Kept, keyof Stamp> & Partial<Stamp>;

/** A state item whose keys and stamps may be left out. */
export type StateOverrides = Partial<Pick<StateItem, 'pk' | 'sk' | 'version'>> & {
  readonly status?: Said<NonNullable<StateItem['status']>>;
  readonly endedBy?: Partial<Stamp>;
} & {
  readonly [S in Section]?: Readonly<Record<string, Said<NonNullable<StateItem[S]>[string]>>>;
};

/**
 * A state item with these facts, each stamped now unless it says otherwise.
 *
 * @param base what else is known. Default: an account of which nothing is known
 */
export function stateOf(
  { status, endedBy, tasks, dataPoints, widget, ...keys }: StateOverrides,
  base: StateItem = { ...accountOf(newUserId(), newId('a')), version: 1 },
): StateItem {
  return {
    ...base,
    ...keys,
    ...(status && { status: stamped(status) }),
    ...(endedBy && { endedBy: stamped(endedBy) }),
    ...(tasks && { tasks: { ...base.tasks, ...eachStamped(tasks) } }),
    ...(dataPoints && { dataPoints: { ...base.dataPoints, ...eachStamped(dataPoints) } }),
    ...(widget && { widget: { ...base.widget, ...eachStamped(widget) } }),
  };
}

function eachStamped<Value extends object>(facts: Readonly<Record<string, Value>>) {
  const entries = Object.entries(facts).map(([name, fact]) => [name, stamped(fact)] as const);
  return Object.fromEntries(entries);
}

function stamped<Value extends object>(value: Value): Value & Stamp {
  const asOf = new Date().toISOString();
  return { asOf, rank: 0, eventId: newId('et'), type: 'ACCOUNT_CREATED', ...value };
}
