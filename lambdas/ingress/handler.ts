import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import type { BodyStore } from '../message/body-store.ts';
import { type EventMessage, toMessage } from '../message/event-message.ts';
import type { RotatingSecret } from '../secret/rotating-secret.ts';
import { SecretUnreadable } from '../secret/secret-unreadable.ts';
import { type SignatureCheck, verifySignature } from '../smile/signature.ts';
import { errorFields } from '../telemetry/describe-error.ts';
import type { WriteRecord } from '../telemetry/event-record.ts';
import { badSignature, notStored, stored } from './answers.ts';
import { STORE_WITHIN_MS } from './contract.ts';
import { bodyBytes, type GatewayRequest, signatureOf } from './request.ts';

/** What the ingress needs of the world. */
export interface IngressParts {
  readonly secret: RotatingSecret;
  readonly bodies: BodyStore;
  readonly send: (message: EventMessage, signal: AbortSignal) => Promise<void>;
  /** Writes the one line of a request. */
  readonly record: WriteRecord;
}

/**
 * Receives a webhook: verify, store, answer. A 2xx means that the event is on durable storage;
 * whatever goes wrong before that is a 5xx, and Smile sends the event again.
 */
export function createIngress(deployed: IngressParts) {
  return async (
    request: GatewayRequest,
    { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
  ): Promise<APIGatewayProxyResult> => {
    const parts: IngressParts = {
      ...deployed,
      record: (level, message, fields, ...metrics) =>
        deployed.record(level, message, { requestId, ...fields }, ...metrics),
    };
    const signal = AbortSignal.timeout(STORE_WITHIN_MS);
    try {
      const body = bodyBytes(request);
      const check = await checkSignature(body, signatureOf(request), parts.secret, signal);
      if (!check.valid) return refuse(check.fault, parts);

      const receivedAt = new Date().toISOString();
      const message = toMessage({ body, origin: 'webhook', receivedAt });
      if (message.bodyRef) await parts.bodies.put(message.bodyRef, body, signal);
      await parts.send(message, signal);

      return accept(message, check.signedBy, parts);
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

/** @param signedBy 0: the current secret. During a rotation the line says that the one before has signed. */
function accept(
  message: EventMessage,
  signedBy: number,
  { record }: IngressParts,
): APIGatewayProxyResult {
  const { eventId, eventType, unreadable, bodyRef } = message;
  const secret = signedBy > 0 ? 'previous' : undefined;
  const fields = { eventId, eventType, unreadable, bodyRef, secret };
  record('info', 'event stored', fields, { values: { Received: 1, Stored: 1 } });
  return stored(eventId);
}

/** The sum is for the alarm, the reason for the person who looks. */
function refuse(reason: string, { record }: IngressParts): APIGatewayProxyResult {
  record(
    'warn',
    'signature refused',
    {},
    { values: { Received: 1, Refused: 1 } },
    { values: { Refused: 1 }, dimensions: { reason } },
  );
  return badSignature();
}

function fail(error: unknown, { record }: IngressParts): APIGatewayProxyResult {
  const unreadable = error instanceof SecretUnreadable ? { SecretUnreadable: 1 } : {};
  const values = { Received: 1, NotStored: 1, ...unreadable };
  record('error', 'event not stored', errorFields(error), { values });
  return notStored();
}
