import type { Origin } from '../message/origin.ts';
import type { Change } from '../state/changes.ts';
import type { StaleBecause } from '../state/merge.ts';

export type LedgerStatus = 'STARTED' | 'DONE' | 'FAILED' | 'DEAD' | 'QUARANTINED';

/** What an event came to. */
export type Outcome = 'APPLIED' | 'STALE' | 'UNKNOWN_TYPE';

/** An error in our own words: messages of others can hold personal data. */
export interface LastError {
  readonly class: string;
  readonly code?: string;
  readonly message?: string;
  /** The frame in a file of the handlers' author: `src/smile-handlers.ts:41:18 refetch`. */
  readonly at?: string;
}

/** An attempt that is over. Times are ISO 8601. */
export interface PastAttempt {
  readonly began: string;
  /** Absent: it left no trace. Its worker crashed, or could not write. */
  readonly ended?: string;
  /** The deployed version of the worker; absent where `ended` is. */
  readonly version?: string;
  /** Absent: it succeeded, or left no trace. */
  readonly errorClass?: string;
  readonly code?: string;
  /** As in {@link LastError}. */
  readonly at?: string;
}

/** What an operator did to an event. The worker never writes it. */
export interface OperatorAction {
  readonly action: 'redrive' | 'replay' | 'erase';
  /** The caller's IAM identity. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** That the bus has the event's announcement. */
export interface Announced {
  readonly detailType: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What is known about an event when its message is taken, before anything is done. */
export interface Arrival {
  /** The key: the id as Smile wrote it, or another form that `message/event-key.ts` lists. */
  readonly eventId: string;
  readonly type?: string | undefined;
  readonly subject: string;
  readonly accountId?: string | undefined;
  readonly createdAt?: string | undefined;
  /** The event had no readable `createdAt`: it counts as older than any that has one. */
  readonly undated?: true | undefined;
  readonly receivedAt: string;
  readonly origin: Origin;
  readonly bodySha256: string;
  /** Either the body itself or its key in the bucket. Absent while the first attempt runs: the queue has it. */
  readonly body?: string | undefined;
  readonly bodyRef?: string | undefined;
  /** SQS's id of the message; a redrive makes a new one. */
  readonly messageId: string;
  /** How often SQS has handed out this message, this time included. */
  readonly receives: number;
}

/** One event's row: readable in the console, found by the id that Smile gave. */
export interface LedgerRow extends Arrival {
  readonly status: LedgerStatus;
  /**
   * The status again, from the end of a first attempt that was not the last until the event is done: key of the
   * sparse index `open`. An event that succeeds at once is never in it, which would cost two write units.
   */
  readonly open?: LedgerStatus;
  readonly outcome?: Outcome;
  /** The newer event, when `outcome` is `STALE`. */
  readonly staleBecause?: StaleBecause;
  /** When the handler returned, in an attempt that failed afterwards: it does not run again. ISO 8601. */
  readonly handledAt?: string;
  /** Attempts that ended in a handler's failure or a crash, and the one under way. */
  readonly attempts: number;
  readonly lastError?: LastError;
  /** The last ten attempts, oldest first. Absent when the first one succeeded. */
  readonly history?: readonly PastAttempt[];
  /** What operators did, oldest first: apart from `history`, so that the worker overwrites none of it. */
  readonly actions?: readonly OperatorAction[];
  /** What the event changed in state, whichever attempt it was. Absent when it changed nothing. */
  readonly changes?: readonly Change[];
  readonly announced?: Announced;
  /** Held by the attempt under way: whoever no longer holds it may write nothing. */
  readonly lease: string;
  readonly startedAt: string;
  readonly completedAt?: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}
