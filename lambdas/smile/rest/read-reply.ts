import * as z from 'zod/mini';
import { lenient } from '../schemas/field.ts';
import type { HttpReply } from './exchange.ts';
import { SmileApiError } from './smile-api-error.ts';
import type { SmileFaultKind } from './smile-fault.ts';

/**
 * Codes and request ids are identifiers. Whatever else stands in their place is not repeated: nobody
 * knows what it holds.
 */
const CODE = /^[A-Za-z][\w-]{0,63}$/;
const REQUEST_ID = /^[\w-]{1,64}$/;

/**
 * What every answer comes in, errors too (Smile OpenAPI 1.14.0). `code` tells it from other JSON. `message` is
 * free text, and is not read.
 */
const envelope = z.object({
  code: z.string(),
  requestId: lenient(z.string().check(z.refine<string>((value) => REQUEST_ID.test(value)))),
  data: z.optional(z.unknown()),
});

/** The `data` of Smile's envelope, from an answer that says that it went well. Throws {@link SmileApiError}. */
export function readReply<T extends z.ZodMiniType>(reply: HttpReply, schema: T): z.output<T> {
  const { status, retryAfter } = reply;
  const { success: isSmile, data: said } = envelope.safeParse(jsonIn(reply.body));
  const known = { status, requestId: said?.requestId };
  if (status !== 200 && status !== 201) {
    throw new SmileApiError({
      ...known,
      kind: isSmile ? kindOf(status) : kindFromAnyone(status),
      code: codeIn(said?.code, status),
      retryAfterSeconds: secondsIn(retryAfter),
    });
  }
  if (said === undefined) {
    throw new SmileApiError({ ...known, kind: 'unexpected', code: 'not-smile' });
  }
  const { success, data } = schema.safeParse(said.data);
  if (!success) throw new SmileApiError({ ...known, kind: 'unexpected', code: 'not-understood' });
  return data;
}

function codeIn(code: string | undefined, status: number): string {
  if (code === undefined) return 'not-smile';
  return CODE.test(code) ? code : `http-${status}`;
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function kindOf(status: number): SmileFaultKind {
  if (status === 401 || status === 403) return 'refused';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status === 501 || (status >= 400 && status < 500)) return 'invalid';
  return status >= 500 ? 'unavailable' : 'unexpected';
}

/** What a proxy says of itself must not pass for what Smile says of an id: a 404 above all. */
function kindFromAnyone(status: number): SmileFaultKind {
  return status === 401 || status === 429 || status >= 500 ? kindOf(status) : 'unexpected';
}

/** Seconds or a date (RFC 9110, section 10.2.3); undefined for anything else. */
function secondsIn(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const at = header.endsWith(' GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
