import { readSecret } from '../clients/secrets-manager.ts';
import { sendMessage } from '../clients/sqs.ts';
import { required } from '../environment/required.ts';
import { bucketBodies } from '../message/body-store.ts';
import { rotatingSecret } from '../secret/rotating-secret.ts';
import { createLog } from '../telemetry/log.ts';
import { createMeasure } from '../telemetry/metrics.ts';
import { createIngress } from './handler.ts';

const queueUrl = required('EVENTS_QUEUE_URL');
const secretId = required('WEBHOOK_SECRET_ID');

/** `POST /webhooks`. */
export const handler = createIngress({
  secret: rotatingSecret((signal) => readSecret(secretId, signal)),
  bodies: bucketBodies(required('BODIES_BUCKET')),
  send: (message, signal) => sendMessage(queueUrl, message, signal),
  createLog,
  measure: createMeasure(required('STAGE')),
});
