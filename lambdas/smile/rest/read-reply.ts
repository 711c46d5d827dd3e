import type * as z from 'zod/mini';
import { isRecord } from '../envelope.ts';
import type { HttpReply } from './exchange.ts';
import { SmileApiError, type SmileFaultKind } from './smile-api-error.ts';

/**
 * Codes and request ids are identifiers. Whatever else stands in their place is not repeated: nobody
 * knows what it holds.
 */
const CODE = /^[A-Za-z][\w-]{0,63}$/;
const REQUEST_ID = /^[\w-]{1,64}$/;

/**
 * The `data` of Smile's envelope `{ code, message, requestId, data }`, which errors come in as well (Smile
 * OpenAPI 1.14.0). Throws {@link SmileApiError}.
 *
 * @param expected the status that the operation succeeds with
 */
export function readReply<T extends z.ZodMiniType>(
  reply: HttpReply,
  expected: number,
  schema: T,
): z.output<T> {
  const { status, body, retryAfter } = reply;
  const envelope = parse(body);
  const known = { status, requestId: named(envelope?.requestId, REQUEST_ID) };
  if (status !== expected) {
    throw new SmileApiError({
      ...known,
      kind: kindOf(status),
      code: named(envelope?.code, CODE) ?? `http-${status}`,
      retryAfterSeconds: secondsIn(retryAfter),
    });
  }
  if (!envelope) throw new SmileApiError({ ...known, kind: 'unexpected', code: 'not-json' });
  const { success, data } = schema.safeParse(envelope.data);
  if (!success) throw new SmileApiError({ ...known, kind: 'unexpected', code: 'not-understood' });
  return data;
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function named(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

function kindOf(status: number): SmileFaultKind {
  if (status === 401 || status === 403) return 'refused';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status >= 400 && status < 500) return 'invalid';
  return status >= 500 ? 'unavailable' : 'unexpected';
}

/** Seconds or a date (RFC 9110, section 10.2.3); undefined for anything else. */
function secondsIn(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const at = header.endsWith(' GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
