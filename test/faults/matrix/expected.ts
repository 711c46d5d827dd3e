import type { Cell, Fault, MatrixStep } from './cells.ts';

/** What a cell has to come to. */
export interface Expected {
  readonly status: 'DONE' | 'DEAD' | 'QUARANTINED';
  /** Numbers of attempts that are right. */
  readonly attempts: readonly number[];
  /** How often the handler has its effect at least, and at most. */
  readonly effects: readonly [least: number, most: number];
  /** Whether the first posting gets a 2xx; undefined: either is right. */
  readonly firstAccepted: boolean | undefined;
}

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
  return {
    status,
    attempts: status === 'QUARANTINED' ? [0] : attemptsOf(cell),
    effects: status === 'DONE' ? [1, mostEffects(cell)] : [0, 0],
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
  'handler',
  'announce',
  'write-state',
  'finish',
  'fail',
  'give-back',
  'send-dead',
  'bury',
]);
const COUNTS_AFTER: ReadonlySet<MatrixStep> = new Set([
  'begin',
  'read-state',
  'handler',
  'announce',
  'write-state',
  'fail',
  'send-dead',
]);

function attemptsOf(cell: Cell): readonly number[] {
  const { step, fault } = cell;
  if (fault === 'crash before') return COUNTS_BEFORE.has(step) ? [2] : [1];
  if (fault === 'crash after') return COUNTS_AFTER.has(step) ? [2] : [1];
  if (step === 'fail') return attemptsOfFailed(fault);
  // What a handler throws, or does not end, is its own failure, AWS behind it included.
  if (step === 'handler' && fault === 'timeout') return [2];
  if (step !== 'announce' || fault.startsWith('clock') || fault === 'network cut') return [1];
  // Away for one and a half seconds, with waits of half a second and a second at least.
  if (fault === 'engine restarted') return [1, 2, 3];
  // The handler's time ends with the first call that hangs: the next attempt meets the next one.
  return fault === 'timeout' ? [2, 3, 4] : [2];
}

/** A failure that cannot be written down leaves its attempt as one that was let go: it does not count. */
function attemptsOfFailed(fault: Fault): readonly number[] {
  if (fault === 'timeout' || fault === 'throttled') return [1];
  return fault === 'engine restarted' ? [1, 2] : [2];
}

/** Ends behind the effect and before the row says so: the next attempt has the effect again. */
const REPEATS: Readonly<Partial<Record<Fault, ReadonlySet<MatrixStep>>>> = {
  'crash before': new Set(['write-state', 'finish']),
  'crash after': new Set(['handler', 'announce', 'write-state']),
  throttled: new Set(['write-state', 'finish']),
  'network cut': new Set(['announce']),
  'network cut for good': new Set(['write-state']),
  'engine restarted': new Set(['write-state', 'finish']),
};

function mostEffects({ step, fault }: Cell): number {
  // Each of three tries is done and not confirmed, and then comes the next attempt.
  if (step === 'announce' && fault === 'network cut for good') return 4;
  // Three calls hang: the first two end the attempt, and the third one may end the next.
  if (fault === 'timeout' && (step === 'write-state' || step === 'finish')) return 3;
  return REPEATS[fault]?.has(step) ? 2 : 1;
}

function firstAccepted({ step, fault }: Cell): boolean | undefined {
  if (!INGRESS.has(step) || fault.startsWith('clock')) return true;
  if (step === 'answer') return fault === 'crash after';
  if (fault === 'network cut') return true;
  return fault === 'engine restarted' ? undefined : false;
}
