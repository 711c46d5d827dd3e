import '../telemetry/catch-stray-errors.ts';
import { readSecret } from '../aws/secrets-manager.ts';
import { sendMessage } from '../aws/sqs.ts';
import { variablesOf } from '../aws/environment.ts';
import { bucketBodies } from '../message/body-store.ts';
import { reportReadings } from '../secret/report-readings.ts';
import { rotatingSecret } from '../secret/rotating-secret.ts';
import { WEBHOOK_SECRET } from '../secret/webhook-secret.ts';
import { createRecord } from '../telemetry/event-record.ts';
import { createLog } from '../telemetry/log.ts';
import { createMeasure } from '../telemetry/metrics.ts';
import type { IngressEnvironment } from './contract.ts';
import { createIngress } from './handler.ts';

const { required } = variablesOf<IngressEnvironment>();
const queueUrl = required('EVENTS_QUEUE_URL');
const secretId = required('WEBHOOK_SECRET_ID');
const stage = required('STAGE');
const report = reportReadings('webhook', { log: createLog(), measure: createMeasure(stage) });

/** `POST /webhooks`. */
export const handler = createIngress({
  secret: rotatingSecret((signal) => readSecret(secretId, signal), WEBHOOK_SECRET, { report }),
  bodies: bucketBodies(required('BODIES_BUCKET')),
  send: (message, signal) => sendMessage(queueUrl, message, signal),
  record: createRecord(stage),
});
