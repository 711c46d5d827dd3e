/** What the stack gives to the worker, beside the variables of the handlers. */
export const WORKER_VARIABLES = [
  'STAGE',
  'EVENTS_QUEUE_URL',
  'DEAD_LETTERS_QUEUE_URL',
  'VISIBILITY_TIMEOUT_SECONDS',
  'BODIES_BUCKET',
  'LEDGER_TABLE',
  'LEDGER_RETENTION_DAYS',
  'STATE_TABLE',
  'EVENT_BUS',
  'POWERTOOLS_LOG_LEVEL',
] as const;

export type WorkerEnvironment = Readonly<Record<(typeof WORKER_VARIABLES)[number], string>>;

/** The `source` of every announcement of an event, for rules on the bus. */
export const ANNOUNCEMENT_SOURCE = 'smile.events';

/** The same for callbacks of the widget: hints, which no rule for events must take for one. */
export const CALLBACK_SOURCE = 'smile.widget';
