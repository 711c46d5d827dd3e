import { isRecord } from '../../smile/envelope.ts';
import { ApiRefusal } from '../api-refusal.ts';
import { bearerToken, bodyBytes, type WidgetRequest } from '../widget-request.ts';
import type { Claim } from '../widget-function.ts';
import { faultIn } from './guard-json.ts';

/** A browser sends no more than this when its page closes (Fetch standard, keepalive). */
const MAX_BODY_BYTES = 64 * 1024;
const MAX_CALLBACKS = 50;

/**
 * Reads a batch of relayed callbacks, none of them judged yet. Its session may stand in the body: with a
 * header a request needs a preflight, for which a closing page has no time.
 *
 * @throws ApiRefusal
 */
export function readBatch(request: WidgetRequest): Claim<readonly unknown[]> {
  const bytes = bodyBytes(request);
  if (bytes.byteLength > MAX_BODY_BYTES) {
    throw new ApiRefusal(413, 'too-large', `Send ${MAX_BODY_BYTES} bytes at a time at most.`);
  }
  const { session, callbacks } = parse(bytes);
  if (!Array.isArray(callbacks) || callbacks.length === 0) {
    throw malformed('has no list "callbacks", or an empty one');
  }
  if (callbacks.length > MAX_CALLBACKS) {
    const message = `Send ${MAX_CALLBACKS} callbacks at a time at most.`;
    throw new ApiRefusal(413, 'too-many-callbacks', message);
  }
  const inBody = typeof session === 'string' ? session : undefined;
  return { token: bearerToken(request) ?? inBody, input: callbacks };
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed('is no JSON in UTF-8');
  }
  if (!isRecord(json)) throw malformed('is no object');
  const fault = faultIn(json);
  if (fault !== undefined) throw malformed(fault);
  return json;
}

function malformed(what: string): ApiRefusal {
  return new ApiRefusal(
    400,
    'body-malformed',
    `The body ${what}. Send { "session", "callbacks": [{ "id", "name", "at", "data" }] }.`,
  );
}
