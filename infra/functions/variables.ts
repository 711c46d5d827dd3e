/** The environment variables that the stack gives to the ingress. */
export const INGRESS_VARIABLES = [
  'STAGE',
  'EVENTS_QUEUE_URL',
  'BODIES_BUCKET',
  'WEBHOOK_SECRET_ID',
  'POWERTOOLS_LOG_LEVEL',
] as const;

/** The environment variables that the stack gives to the worker, beside those of the handlers. */
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

/** The environment variables that the stack gives to `POST /callbacks`. */
export const CALLBACKS_VARIABLES = [
  'STAGE',
  'EVENTS_QUEUE_URL',
  'SESSION_SECRET_ID',
  'WIDGET_ORIGINS',
  'LIMITS_TABLE',
  'POWERTOOLS_LOG_LEVEL',
] as const;

/** The environment variables that the stack gives to `POST /link-token`. */
export const LINK_TOKEN_VARIABLES = [
  'STAGE',
  'SESSION_SECRET_ID',
  'WIDGET_ORIGINS',
  'SMILE_CREDENTIALS_ID',
  'SMILE_MODE',
  'LIMITS_TABLE',
  'POWERTOOLS_LOG_LEVEL',
] as const;

/** The environment variables that the stack gives to `GET /status`. */
export const STATUS_VARIABLES = [
  'STAGE',
  'SESSION_SECRET_ID',
  'WIDGET_ORIGINS',
  'STATE_TABLE',
  'POWERTOOLS_LOG_LEVEL',
] as const;

/** The environment variables that the stack gives to the loss detector. */
export const LOSS_DETECTOR_VARIABLES = [
  'STAGE',
  'STATE_TABLE',
  'LOSS_AFTER_MINUTES',
  'POWERTOOLS_LOG_LEVEL',
] as const;

export type IngressEnvironment = Readonly<Record<(typeof INGRESS_VARIABLES)[number], string>>;
export type WorkerEnvironment = Readonly<Record<(typeof WORKER_VARIABLES)[number], string>>;
export type CallbacksEnvironment = Readonly<Record<(typeof CALLBACKS_VARIABLES)[number], string>>;
export type LinkTokenEnvironment = Readonly<Record<(typeof LINK_TOKEN_VARIABLES)[number], string>>;
export type StatusEnvironment = Readonly<Record<(typeof STATUS_VARIABLES)[number], string>>;
export type LossDetectorEnvironment = Readonly<
  Record<(typeof LOSS_DETECTOR_VARIABLES)[number], string>
>;

/** True for names that a handler may not take: Lambda's, Powertools' and our own. */
export function isReserved(name: string): boolean {
  return (
    /^(AWS_|LAMBDA_|POWERTOOLS_|_)/.test(name) ||
    (WORKER_VARIABLES as readonly string[]).includes(name)
  );
}
