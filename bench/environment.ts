import { SECRET } from './events.ts';

/**
 * Whatever a function asks of its environment.
 *
 * @param url where all of AWS is
 */
export function environmentOf(url: string): Readonly<Record<string, string>> {
  return {
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    STAGE: 'bench',
    EVENTS_QUEUE_URL: `${url}/000000000000/events.fifo`,
    DEAD_LETTERS_QUEUE_URL: `${url}/000000000000/dead-letters.fifo`,
    WEBHOOK_SECRET_ID: 's',
    WEBHOOK_SECRET: SECRET,
    BODIES_BUCKET: 'bodies',
    LEDGER_TABLE: 'l',
    LEDGER_RETENTION_DAYS: '90',
    STATE_TABLE: 's',
    EVENT_BUS: 'e',
    VISIBILITY_TIMEOUT_SECONDS: '180',
    RETRY_ATTEMPTS: '5',
    RETRY_BASE_SECONDS: '8',
    RETRY_MAX_FAULT_SECONDS: '900',
    SESSION_SECRET_ID: 's',
    WIDGET_ORIGINS: 'https://app.example.com',
    SMILE_CREDENTIALS_ID: 's',
    SMILE_MODE: 'sandbox',
    LIMITS_TABLE: 'l',
    LOSS_AFTER_MINUTES: '15',
    IDEMPOTENCY_TABLE: 'i',
  };
}
