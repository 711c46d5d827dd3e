/** What the stack gives to the worker, beside the variables of the handlers. */
export const WORKER_VARIABLES = [
  'STAGE',
  'WORKER_VERSION',
  'EVENTS_QUEUE_URL',
  'DEAD_LETTERS_QUEUE_URL',
  'VISIBILITY_TIMEOUT_SECONDS',
  'RETRY_ATTEMPTS',
  'RETRY_BASE_SECONDS',
  'RETRY_MAX_FAULT_SECONDS',
  'BODIES_BUCKET',
  'LEDGER_TABLE',
  'LEDGER_RETENTION_DAYS',
  'STATE_TABLE',
  'EVENT_BUS',
  'POWERTOOLS_LOG_LEVEL',
] as const;

export type WorkerEnvironment = Readonly<Record<(typeof WORKER_VARIABLES)[number], string>>;

/** How attempts and waits are spread. */
export interface RetrySettings {
  /** Attempts that count, the first one included. */
  readonly maxAttempts: number;
  /** The wait after the first failed attempt; it doubles from there. */
  readonly baseSeconds: number;
  /** The longest wait for AWS. */
  readonly maxFaultSeconds: number;
}

/**
 * Unless a stage says otherwise. Five attempts with waits of 8, 16, 32 and 64 seconds at most: two minutes in
 * all, since the subject's later events, a withdrawal of consent too, wait behind this one.
 */
export const DEFAULT_RETRY: RetrySettings = {
  maxAttempts: 5,
  baseSeconds: 8,
  maxFaultSeconds: 900,
};

/** The `source` of every announcement of an event, for rules on the bus. */
export const ANNOUNCEMENT_SOURCE = 'smile.events';

/** The same for callbacks of the widget: hints, which no rule for events must take for one. */
export const CALLBACK_SOURCE = 'smile.widget';
