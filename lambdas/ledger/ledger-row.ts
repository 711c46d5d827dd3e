import type { Origin } from '../message/origin.ts';

export type LedgerStatus = 'STARTED' | 'DONE' | 'FAILED' | 'DEAD' | 'QUARANTINED';

/** What an event came to. */
export type Outcome = 'APPLIED' | 'STALE' | 'UNKNOWN_TYPE';

/** An error in our own words: messages of others can hold personal data. */
export interface LastError {
  readonly class: string;
  readonly code?: string;
  readonly message?: string;
}

/** What is known about an event when its message is taken, before anything is done. */
export interface Arrival {
  /** The key: the id as Smile wrote it, or another form that `message/event-key.ts` lists. */
  readonly eventId: string;
  readonly type?: string | undefined;
  readonly subject: string;
  readonly accountId?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly receivedAt: string;
  readonly origin: Origin;
  readonly bodySha256: string;
  /** Either the body itself or its key in the bucket. */
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
  /** The status again while the event is not done: key of the sparse index `open`. */
  readonly open?: LedgerStatus;
  readonly outcome?: Outcome;
  /** Attempts that ended in a handler's failure or a crash, and the one under way. */
  readonly attempts: number;
  readonly lastError?: LastError;
  /** Held by the attempt under way: whoever no longer holds it may write nothing. */
  readonly lease: string;
  readonly startedAt: string;
  readonly completedAt?: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}
