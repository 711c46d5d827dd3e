import { buildEvent } from '../../../testing/builders/build-event.ts';
import type { EventType } from '../../../lambdas/smile/events.ts';
import { type Plan, planned, type Step } from '../plan.ts';
import type { WireFault } from '../rig/aims.ts';
import { Chance } from './chance.ts';
import type { SoakSettings } from './settings.ts';

/** How an event has to end. */
export type Expected = 'DONE' | 'DEAD';

/** One of a soak's events, and what shall happen to it. */
export interface SoakEvent {
  readonly id: string;
  readonly user: string;
  readonly event: Readonly<Record<string, unknown>> & {
    /** Absent: it has none, or none that can be read. */
    readonly createdAt?: string;
    readonly data: object;
  };
  readonly type: string;
  /** False for a type that nobody knows: it leaves no fact. */
  readonly isKnown: boolean;
  readonly expected: Expected;
  readonly fault: SoakFault | undefined;
  readonly duplicate: Duplicate | undefined;
}

/** Sent a second time. */
export interface Duplicate {
  /** Beside the first one, right after its answer, or so many events later. */
  readonly when: 'concurrent' | 'immediate' | number;
  /** SQS has forgotten the other one, and takes this one for a new message. */
  readonly isForgotten: boolean;
}

export type SoakFault =
  | { readonly kind: 'crash'; readonly plan: Plan }
  | { readonly kind: WireFault; readonly step: Step; readonly times: number };

const TYPES: readonly EventType[] = [
  'USER_CREATED',
  'ACCOUNT_CREATED',
  'ACCOUNT_CREATED',
  'ACCOUNT_CONNECTED',
  'ACCOUNT_CONNECTED',
  'ACCOUNT_FAILED',
  'ACCOUNT_DISCONNECTED',
  'TASK_STARTED',
  'TASK_FINISHED',
  'ACCOUNT_SYNC_TASK_FINISHED',
  'IDENTITY_ADDED',
  'RATING_ADDED',
  'TRANSACTIONS_ADDED',
  'DOCUMENTS_ADDED',
  'EMPLOYMENTS_ADDED',
  'INCOMES_ADDED',
  'INCOMES_UPDATED',
  'CONTRIBUTIONS_ADDED',
  'LIABILITIES_ADDED',
  'INSIGHT_ADDED',
  'LINK_ADDED',
  'ARCHIVE_STARTED',
  'ARCHIVE_ANALYZED',
  'ARCHIVE_REVOKED',
  'INVITE_INVITED',
  'INVITE_LINKED',
];

/** The past for every machine that runs this: nothing is capped that is not meant to be. */
const BEGIN = Date.UTC(2026, 0, 1);

/** Event number `n` of a soak. The same for the same settings, whenever it is asked for. */
export function soakEvent(n: number, settings: SoakSettings): SoakEvent {
  const chance = new Chance(settings.seed, n);
  const user = `user-${chance.below(settings.users)}`;
  const kind = chance.below(1000);
  const isKnown = kind >= 10;
  const isPoison = kind >= 10 && kind < 14;
  const type = isPoison ? 'INCOMES_ADDED' : chance.of(TYPES);
  const isLarge = chance.percent(1);
  const missed = isPoison ? MISSED_WITHOUT_IDS : isKnown ? NONE : MISSED_WHEN_UNKNOWN;
  const taken = (steps: readonly Step[]) => steps.filter((step) => !missed.has(step));
  const fault = chance.percent(settings.faults) ? faultFor(chance, isLarge, taken) : undefined;
  const plain = `et-${settings.seed}-${n}`;
  const id = fault?.kind === 'crash' ? planned(plain, fault.plan) : plain;
  const data = dataOf(chance, user);
  const drawn = buildEvent(type).data;
  const event = {
    ...buildEvent(type, {
      id,
      createdAt: createdAt(chance, n),
      data: {
        ...only(data, drawn),
        ...('count' in drawn ? { count: chance.below(50) } : {}),
        ...(type.includes('TASK') ? taskData(chance, user) : {}),
        ...(isPoison ? { accountId: undefined } : {}),
        ...settledIds(n, type, drawn),
      },
      ...(isLarge ? { padding: 'x'.repeat(20_000) } : {}),
    }),
    ...(isKnown ? {} : { type: 'SOMETHING_NEW' }),
  };
  return {
    id,
    user,
    event,
    type: event.type,
    isKnown,
    expected: isPoison ? 'DEAD' : 'DONE',
    fault,
    duplicate: chance.percent(settings.duplicates) ? duplicateOf(chance, settings) : undefined,
  };
}

function dataOf(chance: Chance, user: string) {
  const accountId = `a-${user}-${chance.below(3)}`;
  return {
    userId: user,
    accountId,
    sourceId: accountId,
    sourceType: 'ACCOUNT',
    archiveId: `archive-${user}-${chance.below(2)}`,
    inviteId: `iv-${user}`,
  };
}

/** Some name no type, and some are about a record of the user. */
function taskData(chance: Chance, user: string) {
  const status = chance.of(['SUCCEEDED', 'FAILED']);
  const taskType = chance.of(['LINK_ACCOUNT', 'SYNC_ACCOUNT', null]);
  const isOfRecord = chance.percent(20);
  const source = { sourceId: `ss-${user}`, sourceType: 'SOCIAL_SECURITY' };
  return { status, taskType, payload: null, ...(isOfRecord ? source : {}) };
}

/** What the builders draw anew every time has to be the same every time. */
function settledIds(n: number, type: EventType, drawn: object): object {
  const names = ['identityId', 'ratingId', 'id'].filter((name) => Object.hasOwn(drawn, name));
  const period = ['updatedFrom', 'updatedTo', 'updatedAt'].filter((name) =>
    Object.hasOwn(drawn, name),
  );
  return {
    ...Object.fromEntries(names.map((name) => [name, `${name}-${n}`])),
    ...Object.fromEntries(period.map((name) => [name, new Date(BEGIN + n * 1000).toISOString()])),
    ...(type === 'USER_CREATED' ? { session: null } : {}),
  };
}

/**
 * In whole seconds, as Smile writes them, in disorder; three of a thousand come out of the future, and three
 * have none.
 */
function createdAt(chance: Chance, n: number): string | undefined {
  const kind = chance.below(1000);
  if (kind < 3) return '2099-01-01T00:00:00Z';
  if (kind < 6) return undefined;
  const second = Math.floor(n / 4) + chance.below(60);
  return `${new Date(BEGIN + second * 1000).toISOString().slice(0, 19)}Z`;
}

/** Of a hundred duplicates, so many reach the worker; the others end in SQS. */
const FORGOTTEN = 25;

function duplicateOf(chance: Chance, { events }: SoakSettings): Duplicate {
  const later = 1 + chance.below(Math.max(1, Math.floor(events / 3)));
  return {
    when: chance.of<Duplicate['when']>(['concurrent', 'immediate', later]),
    isForgotten: chance.percent(FORGOTTEN),
  };
}

const INGRESS: readonly Step[] = ['verify', 'send', 'answer'];
const WORKER: readonly Step[] = [
  'begin',
  'read-state',
  'write-state',
  'handler',
  'announce',
  'finish',
  'delete',
];
const CALLS: readonly Step[] = [
  'send',
  'begin',
  'read-state',
  'write-state',
  'handler',
  'announce',
  'finish',
  'delete',
];

/** Steps that an event does not take: there is nothing that a fault could hit. */
const NONE: ReadonlySet<Step> = new Set();
const MISSED_WHEN_UNKNOWN: ReadonlySet<Step> = new Set(['read-state', 'write-state']);
const MISSED_WITHOUT_IDS: ReadonlySet<Step> = new Set([
  'read-state',
  'write-state',
  'handler',
  'announce',
  'finish',
]);

/** @param taken leaves of these steps those that the event takes */
function faultFor(
  chance: Chance,
  isLarge: boolean,
  taken: (steps: readonly Step[]) => readonly Step[],
): SoakFault {
  const kind = chance.below(1000);
  const when = chance.of(['before', 'after'] as const);
  if (kind < 300) {
    const step = chance.of(taken(kind < 60 ? INGRESS : WORKER));
    const isOneSided = step === 'answer' || step === 'delete';
    const plan = { deed: 'crash', when: isOneSided ? 'before' : when, step, seconds: 0 } as const;
    return { kind: 'crash', plan };
  }
  const step = chance.of(taken(isLarge ? [...CALLS, 'put-body', 'fetch-body'] : CALLS));
  if (kind < 320) return { kind: 'hang', step, times: 1 };
  if (kind < 325) return { kind: 'restart', step, times: 1 };
  return { kind: kind < 660 ? 'throttle' : 'cut', step, times: 1 + chance.below(3) };
}

/** Of the fields those that `has` has too. */
function only(fields: object, has: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(has, name)));
}
