/**
 * The outer shape that every Smile event has (Smile docs, Webhooks). Unknown fields pass; `data` is
 * judged later, by the type's own schema.
 */
export interface Envelope {
  /** Opaque, the same in every delivery of one event. A number arrives as text. */
  readonly id: string;
  readonly type: string;
  /** Date-time as Smile wrote it, in practice with whole seconds. Absent: there was none, or none to be read. */
  readonly createdAt?: string | undefined;
  readonly data?: unknown;
  readonly [field: string]: unknown;
}

/** Why a signed body cannot be identified: the first thing that is missing. */
export type UnreadableReason = 'not-utf8' | 'not-json' | 'not-object' | 'id' | 'type';

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
 * Reads the envelope from the bytes that were signed. Never throws: what cannot be identified is named, so
 * that the caller can keep it. An event without a readable `createdAt` is still an event.
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
    json = parseJson(text);
  } catch {
    return { unreadable: 'not-json' };
  }
  if (!isRecord(json)) return { unreadable: 'not-object' };
  const id = idIn(json.id);
  if (!isName(id, MAX_ID_BYTES)) return { unreadable: 'id' };
  if (!isName(json.type, MAX_TYPE_BYTES)) return { unreadable: 'type' };
  const { createdAt } = json;
  const isDated = typeof createdAt === 'string' && !Number.isNaN(instantOf(createdAt));
  return {
    envelope: { ...json, id, type: json.type, createdAt: isDated ? createdAt : undefined },
  };
}

/** An integer that a number of JavaScript may not hold exactly. */
const LONG_INTEGER = /\d{16}/;

/**
 * As `JSON.parse`, but ids that are integers too long for a number arrive as text: rounded, two of them
 * could become one.
 */
function parseJson(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value: unknown, { source }: { source?: string } = {}) => {
    const isId = key === 'id' || key.endsWith('Id');
    const isRounded = isId && typeof value === 'number' && !Number.isSafeInteger(value);
    return isRounded && source !== undefined && /^\d+$/.test(source) ? source : value;
  });
}

/** An id as text; Smile's are text, and numbers have been seen. Undefined for anything else. */
export function idIn(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Date, hours and minutes, seconds, fraction, and offset as hours and minutes. */
const ISO_8601 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-]\d\d):?(\d\d))?)?$/i;

/**
 * Epoch milliseconds of an ISO 8601 date or date-time, and so of any by RFC 3339; NaN for anything else. A
 * leap second counts as the last millisecond before it. A date-time without an offset counts as UTC, so that
 * the result never depends on the machine.
 */
export function instantOf(text: string): number {
  const [
    ,
    date,
    day,
    time = '00:00',
    seconds = '00',
    fraction = '',
    hours = '+00',
    minutes = '00',
  ] = ISO_8601.exec(text) ?? [];
  if (date === undefined || !isInMonth(date, Number(day))) return Number.NaN;
  const exact = seconds === '60' ? '59.999' : `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  // In this one form V8 reads it by ISO 8601; others it may read by older rules, in local time.
  return Date.parse(`${date}T${time}:${exact}${hours}:${minutes}`);
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
