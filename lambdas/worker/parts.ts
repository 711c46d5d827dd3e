import type { HandlerRegistry } from '../dispatch/handler.ts';
import type { Outcome } from '../ledger/ledger-row.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BodyStore } from '../message/body-store.ts';
import type { Envelope } from '../smile/envelope.ts';
import type { Effect } from '../state/effect.ts';
import type { StateItem } from '../state/state-item.ts';
import type { StateStore } from '../state/state-store.ts';
import type { Log, LogFields } from '../telemetry/log.ts';
import type { Measure } from '../telemetry/metrics.ts';
import type { RetrySettings } from './backoff.ts';
import type { DeadLetters } from './dead-letters.ts';

/** What an event of a known type says, and the item that holds it, or something newer. */
export interface Said {
  readonly effect: Effect;
  readonly state: StateItem;
}

/** Tells other systems about an event: ids, status and time, nothing personal. */
export type Announce = (
  event: Envelope,
  said: Said | undefined,
  outcome: Outcome,
  signal: AbortSignal,
) => Promise<void>;

/** What the worker needs of the world. */
export interface WorkerParts {
  readonly registry: HandlerRegistry;
  readonly ledger: Ledger;
  readonly states: StateStore;
  readonly bodies: BodyStore;
  readonly announce: Announce;
  readonly deadLetters: DeadLetters;
  /** Hides the message for so many seconds from now. */
  readonly hide: (receiptHandle: string, seconds: number, signal: AbortSignal) => Promise<void>;
  readonly createLog: (context: LogFields) => Log;
  readonly measure: Measure;
  readonly retry: RetrySettings;
  readonly visibilityTimeoutSeconds: number;
}
