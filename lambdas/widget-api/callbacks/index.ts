import '../../telemetry/catch-stray-errors.ts';
import { sendMessages } from '../../aws/sqs.ts';
import { variablesOf } from '../../aws/environment.ts';
import { userLimit } from '../limits/user-limit.ts';
import { deployedApiParts } from '../deployed-api-parts.ts';
import type { CallbacksEnvironment } from './contract.ts';
import { createCallbacks } from './handler.ts';

const { required } = variablesOf<CallbacksEnvironment>();
const queueUrl = required('EVENTS_QUEUE_URL');

/**
 * A linking is a dozen screens and takes some twenty batches. With 120,000 messages of one group waiting,
 * SQS hands out none of any other (SQS docs, Avoid large message backlogs with the same message group ID):
 * at 60 batches of 50 in five minutes one user needs more than three hours for them, if nobody works.
 */
const BATCHES = { name: 'CALLBACKS', calls: 60, windowSeconds: 300 };

/** `POST /callbacks` of the widget's API. */
export const handler = createCallbacks({
  ...deployedApiParts(),
  limit: userLimit(required('LIMITS_TABLE'), BATCHES),
  send: (messages, signal) => sendMessages(queueUrl, messages, signal),
});
