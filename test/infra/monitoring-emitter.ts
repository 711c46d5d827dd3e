/**
 * A program of its own, as Powertools writes through its own console: real functions meet everything that
 * they count, and print it as they do on Lambda.
 */
import { AwsFault } from '../../lambdas/aws/aws-fault.ts';
import { RetryAfterError } from '../../lambdas/receiver/index.ts';
import { createIngress, type IngressParts } from '../../lambdas/ingress/handler.ts';
import { reportReadings } from '../../lambdas/secret/report-readings.ts';
import { rotatingSecret } from '../../lambdas/secret/rotating-secret.ts';
import { WEBHOOK_SECRET } from '../../lambdas/secret/webhook-secret.ts';
import { sign } from '../../lambdas/smile/signature.ts';
import { createRecord } from '../../lambdas/telemetry/event-record.ts';
import { createLog } from '../../lambdas/telemetry/log.ts';
import { createMeasure } from '../../lambdas/telemetry/metrics.ts';
import { strayErrorListener } from '../../lambdas/telemetry/stray-errors.ts';
import { connected, createRig, redriven } from '../unit/worker/rig.ts';
import { emitWidget } from './monitoring-emit-widget.ts';

const SECRET = 'the webhook secret of this test';
const telemetry = {
  createLog,
  measure: createMeasure('sandbox'),
  record: createRecord('sandbox'),
};

const body = JSON.stringify(connected());
const signed = { 'Smile-Signature': sign(Buffer.from(body), SECRET) };

async function receive(headers: Record<string, string>, over: Partial<IngressParts> = {}) {
  const ingress = createIngress({
    ...telemetry,
    secret: rotatingSecret(async () => JSON.stringify({ current: SECRET }), WEBHOOK_SECRET),
    bodies: { put: async () => {}, get: async () => undefined },
    send: async () => {},
    ...over,
  });
  await ingress({ body, isBase64Encoded: false, headers }, { awsRequestId: 'request-1' });
}

/** A secret that was good, and then neither its store nor its value is. */
async function outliveSecret() {
  const clock = { now: 0 };
  const texts = [JSON.stringify({ current: SECRET, previous: '' }), 'no JSON'];
  const secret = rotatingSecret(async () => texts.shift(), WEBHOOK_SECRET, {
    now: () => clock.now,
    report: reportReadings('webhook', { log: createLog(), measure: telemetry.measure }),
  });
  for (const minutes of [0, 6, 70]) {
    clock.now = minutes * 60_000;
    await receive(signed, { secret });
  }
}

await receive(signed);
await receive({});
await receive({ 'Smile-Signature': 'no hex' });
await receive({ 'Smile-Signature': '0'.repeat(128) });
await receive(signed, { send: () => Promise.reject(new Error('SQS is away')) });
await receive(signed, { secret: rotatingSecret(async () => undefined, WEBHOOK_SECRET) });
await outliveSecret();

const rig = createRig();
Object.assign(rig.parts, telemetry);
const event = rig.message(connected());

// Every reason for a retry.
rig.fail('handler', new TypeError('a bug of the handler'));
await rig.deliver(event);
rig.fail('handler', new RetryAfterError(60));
await rig.deliver(event);
rig.fail('ledger.begin', new AwsFault(new Error('DynamoDB is away')));
await rig.deliver(event);
rig.fail('ledger.begin', new TypeError('a bug of ours'));
await rig.deliver(event);

// Every ending.
await rig.deliver(event);
await rig.deliver(event);
await rig.deliver(rig.message(connected({ data: { loginName: 'another body' } })));
await rig.deliver(rig.message(connected({ id: 'et-2', createdAt: '2025-01-01T00:00:00Z' })));
await rig.deliver(rig.message({ ...connected({ id: 'et-3' }), type: 'SOMETHING_NEW' }));
await rig.deliver(rig.message({ ...connected({ id: 'et-4' }), data: {} }));
await rig.deliver(rig.message(connected({ id: 'et-5', createdAt: '2099-01-01T00:00:00Z' })));
await rig.deliver(rig.message({ ...connected({ id: 'et-6' }), createdAt: undefined }));
await rig.deliver(rig.message(Buffer.from('{}')));
rig.rows.clear();
await rig.deliver(redriven(rig));

const reporting = { log: () => createLog(), measure: () => telemetry.measure };
strayErrorListener('unhandledRejection', reporting)(new TypeError('a promise of nobody'));

await emitWidget(telemetry);
