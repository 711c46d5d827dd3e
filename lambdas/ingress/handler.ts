import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import type { BodyStore } from '../message/body-store.ts';
import { type EventMessage, toMessage } from '../message/event-message.ts';
import type { RotatingSecret } from '../secret/rotating-secret.ts';
import { SecretUnreadable } from '../secret/secret-unreadable.ts';
import { type SignatureCheck, verifySignature } from '../smile/signature.ts';
import { errorFields } from '../telemetry/describe-error.ts';
import type { Log, LogFields } from '../telemetry/log.ts';
import type { Measure } from '../telemetry/metrics.ts';
import { badSignature, notStored, stored } from './answers.ts';
import { bodyBytes, type GatewayRequest, signatureOf } from './request.ts';

/** Within this, retries included, an event is stored or refused: well inside the function's timeout. */
const STORE_WITHIN_MS = 8000;

/** What the ingress needs of the world. */
export interface IngressParts {
  readonly secret: RotatingSecret;
  readonly bodies: BodyStore;
  readonly send: (message: EventMessage, signal: AbortSignal) => Promise<void>;
  readonly createLog: (context: LogFields) => Log;
  readonly measure: Measure;
}

/** What one request reports to. */
type Reporting = { readonly log: Log; readonly measure: Measure };

/**
 * Receives a webhook: verify, store, answer. A 2xx means that the event is on durable storage;
 * whatever goes wrong before that is a 5xx, and Smile sends the event again.
 */
export function createIngress(deployed: IngressParts) {
  return async (
    request: GatewayRequest,
    { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
  ): Promise<APIGatewayProxyResult> => {
    const parts = { ...deployed, log: deployed.createLog({ requestId }) };
    const signal = AbortSignal.timeout(STORE_WITHIN_MS);
    try {
      const body = bodyBytes(request);
      const check = await checkSignature(body, signatureOf(request), parts.secret, signal);
      if (!check.valid) return refuse(check.fault, parts);

      const receivedAt = new Date().toISOString();
      const message = toMessage({ body, origin: 'webhook', receivedAt });
      if (message.bodyRef) await parts.bodies.put(message.bodyRef, body, signal);
      await parts.send(message, signal);

      return accept(message, parts);
    } catch (error) {
      return fail(error, parts);
    }
  };
}

/** A mismatch may only mean that the secret was changed: then it is read anew before the verdict. */
async function checkSignature(
  body: Uint8Array,
  header: string | undefined,
  secret: RotatingSecret,
  signal: AbortSignal,
): Promise<SignatureCheck> {
  const check = verifySignature(body, header, await secret.accepted(signal));
  if (check.fault !== 'mismatch') return check;
  const changed = await secret.refreshed(signal);
  return changed ? verifySignature(body, header, changed) : check;
}

function accept(message: EventMessage, { log, measure }: Reporting): APIGatewayProxyResult {
  const { eventId, eventType, unreadable, bodyRef } = message;
  log.info('event stored', { eventId, eventType, unreadable, bodyRef });
  measure({ Received: 1, Stored: 1 });
  return stored(eventId);
}

function refuse(reason: string, { log, measure }: Reporting): APIGatewayProxyResult {
  log.warn('signature refused', { reason });
  measure({ Received: 1, Rejected: 1 });
  measure({ Rejected: 1 }, { reason });
  return badSignature();
}

function fail(error: unknown, { log, measure }: Reporting): APIGatewayProxyResult {
  log.error('event not stored', errorFields(error));
  measure({
    Received: 1,
    NotStored: 1,
    ...(error instanceof SecretUnreadable ? { SecretUnreadable: 1 } : {}),
  });
  return notStored();
}
