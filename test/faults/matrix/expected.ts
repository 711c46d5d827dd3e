import type { Cell, Fault, MatrixStep } from './cells.ts';

/** What a cell has to come to. */
export interface Expected {
  readonly status: 'DONE' | 'DEAD' | 'QUARANTINED';
  /** Numbers of attempts that are right. */
  readonly attempts: readonly number[];
  /** How often the handler has its effect at least, and at most. */
  readonly effects: Times;
  /** The same of announcements. */
  readonly announcements: Times;
  /** Whether the first posting gets a 2xx; undefined: either is right. */
  readonly firstAccepted: boolean | undefined;
}

type Times = readonly [least: number, most: number];

const INGRESS: ReadonlySet<MatrixStep> = new Set([
  'read-secret',
  'verify',
  'refresh-secret',
  'put-body',
  'send',
  'answer',
]);

/** What must come of a cell, by docs/architecture.md and ADR 5. */
export function expectedOf(cell: Cell): Expected {
  const status = statusOf(cell);
  const isDone = status === 'DONE';
  return {
    status,
    attempts: status === 'QUARANTINED' ? [0] : attemptsOf(cell),
    effects: isDone ? [1, mostEffects(cell)] : [0, 0],
    announcements: isDone ? [1, mostAnnouncements(cell)] : [0, 0],
    firstAccepted: firstAccepted(cell),
  };
}

function statusOf({ step }: Cell): Expected['status'] {
  if (step === 'quarantine' || step === 'conflict') return 'QUARANTINED';
  return step === 'send-dead' || step === 'bury' ? 'DEAD' : 'DONE';
}

/** The row says STARTED from the end of `begin` to the end of what settles it: a crash there counts. */
const COUNTS_BEFORE: ReadonlySet<MatrixStep> = new Set([
  'read-state',
  'write-state',
  'handler',
  'announce',
  'finish',
  'fail',
  'give-back',
  'bury',
]);
const COUNTS_AFTER: ReadonlySet<MatrixStep> = new Set([
  'begin',
  'read-state',
  'write-state',
  'handler',
  'announce',
  'fail',
]);

function attemptsOf(cell: Cell): readonly number[] {
  const { step, fault } = cell;
  if (fault === 'crash before') return COUNTS_BEFORE.has(step) ? [2] : [1];
  if (fault === 'crash after') return COUNTS_AFTER.has(step) ? [2] : [1];
  if (step === 'fail') return attemptsOfFailed(fault);
  return step === 'handler' ? attemptsOfHandler(fault) : [1];
}

/** What a handler throws, or does not end, is its own failure, whoever is behind it; no call of AWS is. */
function attemptsOfHandler(fault: Fault): readonly number[] {
  if (fault.startsWith('clock')) return [1];
  if (fault === 'timeout' || fault === 'network cut') return [2];
  // Away for one and a half seconds, with waits of half a second and a second at least.
  return fault === 'engine restarted' ? [2, 3] : [4];
}

/** A failure that cannot be written down leaves its attempt as one that was let go: it does not count. */
function attemptsOfFailed(fault: Fault): readonly number[] {
  if (fault === 'timeout' || fault === 'throttled') return [1];
  return fault === 'engine restarted' ? [1, 2] : [2];
}

/** The steps behind the effect whose fault keeps the row from saying that the handler is done. */
const EFFECT_AGAIN: Readonly<Partial<Record<Fault, ReadonlySet<MatrixStep>>>> = {
  'crash before': new Set(['announce', 'finish']),
  'crash after': new Set(['handler', 'announce']),
  // Done, and not confirmed: to the handler that is a failure like any other.
  'network cut': new Set(['handler']),
  'engine restarted': new Set(['finish']),
};

/** An announcement that fails is repeated alone: the row says that the handler is done. */
function mostEffects({ step, fault }: Cell): number {
  if (step === 'handler' && fault === 'network cut for good') return 4;
  // Three calls hang: the first two end the attempt, and the third one may end the next.
  if (step === 'finish' && fault === 'timeout') return 3;
  return EFFECT_AGAIN[fault]?.has(step) ? 2 : 1;
}

/** The steps behind the announcement whose fault brings another attempt. */
const ANNOUNCED_AGAIN: Readonly<Partial<Record<Fault, ReadonlySet<MatrixStep>>>> = {
  'crash before': new Set(['finish']),
  'crash after': new Set(['announce']),
  throttled: new Set(['finish']),
  'network cut': new Set(['announce']),
  'engine restarted': new Set(['finish']),
};

function mostAnnouncements({ step, fault }: Cell): number {
  // Each of three tries is done and not confirmed, and then comes the next attempt.
  if (step === 'announce' && fault === 'network cut for good') return 4;
  if (step === 'finish' && fault === 'timeout') return 3;
  return ANNOUNCED_AGAIN[fault]?.has(step) ? 2 : 1;
}

function firstAccepted({ step, fault }: Cell): boolean | undefined {
  if (!INGRESS.has(step) || fault.startsWith('clock')) return true;
  if (step === 'answer') return fault === 'crash after';
  if (fault === 'network cut') return true;
  return fault === 'engine restarted' ? undefined : false;
}
