// oxlint-disable-next-line import/no-unassigned-import -- the clock must be there before anybody reads it
import './clock.ts';
import type { Context } from 'aws-lambda';
import { readSecret } from '../../../lambdas/aws/secrets-manager.ts';
import { sendMessage } from '../../../lambdas/aws/sqs.ts';
import { required } from '../../../lambdas/aws/environment.ts';
import { createIngress } from '../../../lambdas/ingress/handler.ts';
import { bodyBytes, type GatewayRequest } from '../../../lambdas/ingress/request.ts';
import { bucketBodies } from '../../../lambdas/message/body-store.ts';
import type { EventMessage } from '../../../lambdas/message/event-message.ts';
import { rotatingSecret } from '../../../lambdas/secret/rotating-secret.ts';
import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';
import { createRecord } from '../../../lambdas/telemetry/event-record.ts';
import { idIn } from '../plan.ts';
import { between, inHand, point } from './points.ts';

/** The ingress as deployed, with points between its steps. */
const queueUrl = required('EVENTS_QUEUE_URL');
const secretId = required('WEBHOOK_SECRET_ID');
const secret = rotatingSecret((signal) => readSecret(secretId, signal), WEBHOOK_SECRET);
const bodies = bucketBodies(required('BODIES_BUCKET'));

/** What comes right after the signature was checked: its end has no call of its own. */
const verified = <Args extends unknown[]>(call: (...args: Args) => Promise<void>) => {
  return async (...args: Args) => {
    await point('after', 'verify');
    await call(...args);
  };
};

const ingress = createIngress({
  secret: {
    async accepted(signal) {
      const read = between('read-secret', () => secret.accepted(signal));
      const accepted = await read();
      await point('before', 'verify');
      return accepted;
    },
    refreshed: between('refresh-secret', (signal: AbortSignal) => secret.refreshed(signal)),
  },
  bodies: { ...bodies, put: verified(between('put-body', bodies.put)) },
  send: verified(
    between('send', (message: EventMessage, signal: AbortSignal) =>
      sendMessage(queueUrl, message, signal),
    ),
  ),
  record: createRecord(required('STAGE')),
});

export async function handler(request: GatewayRequest, context: Context) {
  inHand(idIn(Buffer.from(bodyBytes(request)).toString()) ?? '');
  const answer = await ingress(request, context);
  await point('before', 'answer');
  return answer;
}
