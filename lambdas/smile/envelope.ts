/**
 * The outer shape that every Smile event has (Smile docs, Webhooks). Unknown fields pass; `data` is
 * judged later, by the type's own schema.
 */
export interface Envelope {
  /** Opaque, the same in every delivery of one event. */
  readonly id: string;
  readonly type: string;
  /** Date-time as Smile wrote it, in practice with whole seconds. */
  readonly createdAt: string;
  readonly data?: unknown;
  readonly [field: string]: unknown;
}

/** Why a signed body is not an event: the first thing that is missing. */
export type UnreadableReason = 'not-utf8' | 'not-json' | 'not-object' | 'id' | 'type' | 'createdAt';

export type ReadEnvelope =
  | { readonly envelope: Envelope; readonly unreadable?: undefined }
  | { readonly unreadable: UnreadableReason; readonly envelope?: undefined };

/** Control characters and the two non-characters: neither a console nor a queue attribute takes them. */
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\ufffe\uffff]/;

/** The ledger's key is an id, and a DynamoDB key must stay short; 1,024 bytes is ours. */
const MAX_ID_BYTES = 1024;
const MAX_TYPE_BYTES = 256;

/**
 * Reads the envelope from the bytes that were signed. Never throws: what cannot be read is named, so
 * that the caller can keep it.
 */
export function readEnvelope(body: Uint8Array): ReadEnvelope {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return { unreadable: 'not-utf8' };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { unreadable: 'not-json' };
  }
  if (!isRecord(json)) return { unreadable: 'not-object' };
  if (!isName(json.id, MAX_ID_BYTES)) return { unreadable: 'id' };
  if (!isName(json.type, MAX_TYPE_BYTES)) return { unreadable: 'type' };
  if (typeof json.createdAt !== 'string' || Number.isNaN(instantOf(json.createdAt))) {
    return { unreadable: 'createdAt' };
  }
  return { envelope: json as unknown as Envelope };
}

/** Date, time of day, and offset as hours and minutes. */
const ISO_8601 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?:Z|([+-]\d\d):?(\d\d))?)?$/i;

/**
 * Epoch milliseconds of an ISO 8601 date or date-time, NaN for anything else. A date-time without an
 * offset counts as UTC, so that the result never depends on the machine.
 */
export function instantOf(text: string): number {
  const [, date, day, time = '00:00', hours = '+00', minutes = '00'] = ISO_8601.exec(text) ?? [];
  if (date === undefined || !isInMonth(date, Number(day))) return Number.NaN;
  // In this one form V8 reads it by ISO 8601; others it may read by older rules, in local time.
  return Date.parse(`${date}T${time}${hours}:${minutes}`);
}

/** V8 takes 30 February for 2 March. */
function isInMonth(date: string, day: number): boolean {
  return day <= 28 || new Date(`${date}T00:00Z`).getUTCDate() === day;
}

/** True for objects that are neither null nor arrays. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text that can be a key and a queue attribute: not empty, short, printable. */
function isName(value: unknown, maxBytes: number): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    Buffer.byteLength(value) <= maxBytes &&
    value.isWellFormed() &&
    !UNPRINTABLE.test(value)
  );
}
