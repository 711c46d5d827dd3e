import { AwsFault } from '../aws/aws-fault.ts';
import { silenceOfACrash } from '../ledger/judge.ts';
import { LeaseLost } from '../ledger/lease-lost.ts';
import { LONGEST_WAIT_SECONDS } from '../receiver/contract.ts';
import type { RetryAfterError } from '../receiver/retry-after-error.ts';
import type { RetrySettings } from './contract.ts';
import { DeadlinePassed } from './deadline.ts';

/*
 * When does a message come again? All of the answer is here.
 *
 *   what happened                          the row says              seconds until the retry
 *   ─────────────────────────────────────  ────────────────────────  ───────────────────────────────────
 *   AWS failed before an attempt began     nothing                   1 to 900, by receives
 *   AWS failed during the attempt          the attempt given back    1 to 900, by receives
 *   the handler threw RetryAfterError      the attempt given back    as asked; more after 50 receives
 *   the attempt failed                     the attempt spent         4 to 8, doubled with every attempt
 *   the row could not be written           perhaps STARTED           below half the visibility timeout
 *   another worker began the event         that one's attempt        the visibility timeout as it is
 *
 * What is never silent for half the visibility timeout or more is not taken for a crash; see ledger/judge.ts.
 */

/** A message that is not settled: why, and when SQS is to hand it out again. */
export interface Retry {
  readonly reason: 'fault' | 'retry-after' | 'failed' | 'unexpected';
  /** Undefined leaves the visibility timeout as it is. */
  readonly seconds: number | undefined;
  readonly cause: unknown;
}

/** AWS failed, and the ledger holds no attempt that could be taken for a crash. */
export function afterFault(cause: unknown, receives: number, settings: RetrySettings): Retry {
  return { reason: 'fault', seconds: faultSeconds(receives, settings), cause };
}

/**
 * The handler asked for a wait. One that asks for a second again and again would use up the queue's receive
 * count, its last backstop, within minutes: after fifty receives the waits grow, and it lasts for days.
 */
export function asAsked(cause: RetryAfterError, receives: number): Retry {
  const patience = receives > 50 ? Math.min(receives, LONGEST_WAIT_SECONDS) : 0;
  return { reason: 'retry-after', seconds: Math.max(cause.seconds, patience), cause };
}

/** The attempt failed, and another one is left. */
export function afterFailure(
  cause: unknown,
  attempt: number,
  { baseSeconds }: RetrySettings,
): Retry {
  const seconds = backoffSeconds(attempt, baseSeconds, LONGEST_WAIT_SECONDS);
  return { reason: 'failed', seconds, cause };
}

/** What the queue and the ledger know when nothing could be written. */
export interface Unsettled {
  readonly receives: number;
  /** The row may say STARTED: too long a silence would be taken for a crash. */
  readonly mayHaveBegun: boolean;
  readonly visibilityTimeoutSeconds: number;
}

/** Something stopped the message outside of an attempt, or the attempt's end could not be written. */
export function afterTrouble(
  cause: unknown,
  { receives, mayHaveBegun, visibilityTimeoutSeconds }: Unsettled,
  settings: RetrySettings,
): Retry {
  const reason = isFault(cause) ? 'fault' : 'unexpected';
  // The worker that has begun the event decides.
  if (cause instanceof LeaseLost) return { reason, seconds: undefined, cause };
  if (cause instanceof AwsFault && !mayHaveBegun) return afterFault(cause, receives, settings);
  const wellBelowACrash = Math.floor(silenceOfACrash(visibilityTimeoutSeconds) * 0.6);
  const seconds = isFault(cause)
    ? faultSeconds(receives, settings)
    : backoffSeconds(receives, settings.baseSeconds, wellBelowACrash);
  return { reason, seconds: Math.min(seconds, wellBelowACrash), cause };
}

/** Trouble around the event that says nothing about it. */
export function isFault(error: unknown): boolean {
  return error instanceof AwsFault || error instanceof DeadlinePassed || error instanceof LeaseLost;
}

/**
 * Seconds to wait before attempt `attempt + 1`. Half is fixed and half is random, so that events that
 * failed together do not come back together.
 */
export function backoffSeconds(
  attempt: number,
  baseSeconds: number,
  maxSeconds: number,
  random: () => number = Math.random,
): number {
  const longest = Math.min(maxSeconds, baseSeconds * 2 ** (attempt - 1));
  return Math.round(longest / 2 + (longest / 2) * random());
}

/** Seconds to wait for AWS: longer with every receive of the message. */
function faultSeconds(receives: number, { maxFaultSeconds }: RetrySettings): number {
  return Math.max(1, backoffSeconds(Math.min(receives, 16), 2, maxFaultSeconds));
}
