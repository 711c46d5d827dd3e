/** A program of its own: Powertools writes through its own console, which a test cannot listen to. */
import { createIngress } from '../../../lambdas/ingress/handler.ts';
import { sign } from '../../../lambdas/smile/signature.ts';
import { createRecord } from '../../../lambdas/telemetry/event-record.ts';
import { createLog } from '../../../lambdas/telemetry/log.ts';
import { STRANGE_ID } from './strange-id.ts';
import { CANARY, personalEvent } from '../worker/canaries.ts';
import { createRig } from '../worker/rig.ts';

const SECRET = 'the webhook secret of this test';
const telemetry = { createLog, record: createRecord('sandbox') };

const receive = createIngress({
  ...telemetry,
  secret: { accepted: async () => [SECRET], refreshed: async () => undefined },
  bodies: { put: async () => {}, get: async () => undefined },
  send: async () => {},
});
const body = JSON.stringify({ ...personalEvent('ACCOUNT_CONNECTED'), id: 'et-1' });
for (const signature of [sign(Buffer.from(body), SECRET), '0'.repeat(128)]) {
  const headers = { 'Smile-Signature': signature };
  await receive({ body, isBase64Encoded: false, headers }, { awsRequestId: 'request-1' });
}

const strange = JSON.stringify({ ...personalEvent('ACCOUNT_CONNECTED'), id: STRANGE_ID });
await receive(
  {
    body: strange,
    isBase64Encoded: false,
    headers: { 'Smile-Signature': sign(Buffer.from(strange), SECRET) },
  },
  { awsRequestId: 'request-1' },
);

const rig = createRig();
Object.assign(rig.parts, telemetry);
const record = rig.message(Buffer.from(body));
rig.fail('handler', new TypeError(`cannot save ${CANARY}\n    at ${CANARY} (a.ts:1:1)`));
await rig.deliver(record);
await rig.deliver(record);
await rig.deliver(rig.message(Buffer.from('{}')));
await rig.deliver(rig.message({ ...JSON.parse(body), id: 'et-2', data: {} }));
