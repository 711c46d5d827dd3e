import type { Ledger } from '../ledger/ledger.ts';
import type { BodyStore } from '../message/body-store.ts';
import type { FindHandler } from '../receiver/create-handlers.ts';
import type { StateStore } from '../state/state-store.ts';
import type { WriteRecord } from '../telemetry/event-record.ts';
import type { Log, LogFields } from '../telemetry/log.ts';
import type { Announce } from './announce.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { RetrySettings } from './contract.ts';

/** What the worker needs of the world. */
export interface WorkerParts {
  readonly find: FindHandler;
  readonly ledger: Ledger;
  readonly states: StateStore;
  readonly bodies: BodyStore;
  readonly announce: Announce;
  readonly deadLetters: DeadLetters;
  /** Hides the message for so many seconds from now. */
  readonly hide: (receiptHandle: string, seconds: number, signal: AbortSignal) => Promise<void>;
  readonly createLog: (context: LogFields) => Log;
  /** Writes one line that is log and metrics at once. */
  readonly record: WriteRecord;
  readonly retry: RetrySettings;
  readonly visibilityTimeoutSeconds: number;
}
