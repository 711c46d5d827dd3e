/** What the stack gives to the ingress. */
export const INGRESS_VARIABLES = [
  'STAGE',
  'EVENTS_QUEUE_URL',
  'BODIES_BUCKET',
  'WEBHOOK_SECRET_ID',
  'POWERTOOLS_LOG_LEVEL',
] as const;

export type IngressEnvironment = Readonly<Record<(typeof INGRESS_VARIABLES)[number], string>>;

/** Within this, retries included, an event is stored or refused: well inside the function's timeout. */
export const STORE_WITHIN_MS = 8000;
