import { sendMessages } from '../clients/sqs.ts';
import { required } from '../environment/required.ts';
import { createMeasure } from '../telemetry/metrics.ts';
import { deployedApiParts } from '../widget-api/deployed-api-parts.ts';
import { createCallbacks } from './handler.ts';

const queueUrl = required('EVENTS_QUEUE_URL');

/** `POST /callbacks` of the widget's API. */
export const handler = createCallbacks({
  ...deployedApiParts(),
  send: (messages, signal) => sendMessages(queueUrl, messages, signal),
  measure: createMeasure(required('STAGE')),
});
