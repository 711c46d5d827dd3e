import type { Cell, MatrixStep } from './cells.ts';

/** What a cell has to come to. */
export interface Expected {
  readonly status: 'DONE' | 'DEAD';
  /** Numbers of attempts that are right. */
  readonly attempts: readonly number[];
  /** Whether the first posting gets a 2xx; undefined: either is right. */
  readonly firstAccepted: boolean | undefined;
}

const INGRESS: ReadonlySet<MatrixStep> = new Set([
  'read-secret',
  'verify',
  'put-body',
  'send',
  'answer',
]);

/** What must come of a cell, by docs/architecture.md and ADR 5. */
export function expectedOf(cell: Cell): Expected {
  const isDead = cell.step === 'send-dead' || cell.step === 'bury';
  return {
    status: isDead ? 'DEAD' : 'DONE',
    attempts: attemptsOf(cell),
    firstAccepted: firstAccepted(cell),
  };
}

/** The row says STARTED from the end of `begin` to the end of what settles it: a crash there counts. */
const COUNTS_BEFORE: ReadonlySet<MatrixStep> = new Set([
  'read-state',
  'handler',
  'announce',
  'write-state',
  'finish',
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
  'send-dead',
]);

function attemptsOf({ step, fault }: Cell): readonly number[] {
  if (fault === 'crash before') return COUNTS_BEFORE.has(step) ? [2] : [1];
  if (fault === 'crash after') return COUNTS_AFTER.has(step) ? [2] : [1];
  // What a handler throws, or does not end, is its own failure, AWS behind it included.
  if (step === 'handler' && fault === 'timeout') return [2];
  if (step !== 'announce' || fault.startsWith('clock') || fault === 'network cut') return [1];
  // Away for one and a half seconds, with waits of half a second and a second at least.
  if (fault === 'engine restarted') return [1, 2, 3];
  // The handler's time ends with the first call that hangs: the next attempt meets the next one.
  return fault === 'timeout' ? [2, 3, 4] : [2];
}

function firstAccepted({ step, fault }: Cell): boolean | undefined {
  if (!INGRESS.has(step) || fault.startsWith('clock')) return true;
  if (step === 'answer') return fault === 'crash after';
  if (fault === 'network cut') return true;
  return fault === 'engine restarted' ? undefined : false;
}
