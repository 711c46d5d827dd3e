import type { APIGatewayProxyResult } from 'aws-lambda';
import { createIngress } from '../../../lambdas/ingress/handler.ts';
import type { GatewayRequest } from '../../../lambdas/ingress/request.ts';
import { rotatingSecret } from '../../../lambdas/secret/rotating-secret.ts';
import { WEBHOOK_SECRET } from '../../../lambdas/secret/webhook-secret.ts';
import type { EventMessage } from '../../../lambdas/message/event-message.ts';
import { sign } from '../../../lambdas/smile/signature.ts';
import { recording } from '../telemetry/recording.ts';

export const SECRET = 'the webhook secret of this test';

export const BODY = JSON.stringify({
  id: 'et-1',
  version: 1,
  type: 'USER_CREATED',
  createdAt: '2026-01-02T03:04:05Z',
  data: { userId: 'tenant-1' },
});

/** A body that has to go to the bucket: one byte more than a message carries. */
export const LARGE_BODY = BODY.padEnd(16 * 1024 + 1, ' ');

/** An ingress between in-memory neighbours, all calls to them in one list. */
export function bench(
  stored: () => string | undefined = () => JSON.stringify({ current: SECRET }),
) {
  const calls: string[] = [];
  const signals: AbortSignal[] = [];
  const sent: EventMessage[] = [];
  const bodies = new Map<string, Uint8Array>();
  const records = recording();
  /** Set to make the neighbour fail. */
  const faults: { read?: unknown; put?: unknown; send?: unknown } = {};
  const clock = { now: Date.parse('2026-01-02T03:04:06Z') };

  const call = (name: keyof typeof faults, signal: AbortSignal) => {
    calls.push(name);
    signals.push(signal);
    if (faults[name] !== undefined) throw faults[name];
  };
  const read = async (signal: AbortSignal) => {
    call('read', signal);
    return stored();
  };
  const receive = createIngress({
    secret: rotatingSecret(read, WEBHOOK_SECRET, { now: () => clock.now }),
    bodies: {
      async put(ref, body, signal) {
        call('put', signal);
        bodies.set(ref, body);
      },
      get: async (ref) => bodies.get(ref),
    },
    async send(message, signal) {
      call('send', signal);
      sent.push(message);
    },
    record: records.record,
  });
  return {
    calls,
    signals,
    sent,
    bodies,
    faults,
    clock,
    records,
    post: (request: GatewayRequest): Promise<APIGatewayProxyResult> =>
      receive(request, { awsRequestId: 'request-1' }),
  };
}

/** A request as the REST API hands it over: plain text, with its signature. */
export function signed(body: string, secret = SECRET): GatewayRequest {
  return {
    body,
    isBase64Encoded: false,
    headers: { 'Smile-Signature': sign(Buffer.from(body), secret) },
  };
}

/** The same for bytes that are no text: in base64. */
export function signedBytes(body: Uint8Array, secret = SECRET): GatewayRequest {
  return {
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    headers: { 'Smile-Signature': sign(body, secret) },
  };
}
