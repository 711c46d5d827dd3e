import { callbackKey } from '../../message/event-key.ts';
import { isCallbackName, parseCallbackData } from '../../smile/callbacks.ts';
import { type Envelope, instantOf, isRecord } from '../../smile/envelope.ts';
import { EventSchemaError } from '../../smile/event-schema-error.ts';
import { CALLBACKS } from '../../smile/widget.ts';
import { ApiRefusal } from '../api-refusal.ts';

/** What a callback holds is small; this is also far below what a message carries inline. */
const MAX_BYTES = 8 * 1024;

/** The browser module keeps callbacks for a day. */
const MAX_AGE_MS = 2 * 24 * 60 * 60 * 1000;

/** Where and when a callback has come. */
export interface Relaying {
  /** In the batch, for the one who has to find it. */
  readonly position: number;
  /** The session's. */
  readonly userId: string;
  /** Epoch milliseconds; decides whether the callback is taken, never what becomes of it. */
  readonly now: number;
}

/**
 * The event that a relayed callback becomes. Made of nothing but the callback and its session's user, so
 * that a repetition gives the very same bytes, by which queue and ledger know it.
 *
 * @throws ApiRefusal
 */
export function callbackEnvelope(callback: unknown, { position, userId, now }: Relaying): Envelope {
  if (!isRecord(callback)) throw invalid(position, 'is no object');
  const { id, name, at, data = {} } = callback;
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) {
    throw invalid(position, 'needs an "id" of 1 to 64 letters, digits, _ and -');
  }
  if (typeof name !== 'string' || !isCallbackName(name)) {
    throw invalid(position, `needs a "name" out of ${CALLBACKS.join(', ')}`);
  }
  if (typeof at !== 'string' || !at.includes('T') || Number.isNaN(instantOf(at))) {
    throw invalid(position, 'needs "at", an ISO 8601 date-time');
  }
  if (instantOf(at) < now - MAX_AGE_MS) throw invalid(position, 'is older than two days');
  if (!isRecord(data)) throw invalid(position, 'has "data" that is no object');
  if (Buffer.byteLength(JSON.stringify(callback)) > MAX_BYTES) {
    throw invalid(position, `is larger than ${MAX_BYTES} bytes`);
  }
  refuseOtherUser(position, data.userId ?? userId, userId);
  try {
    const read = parseCallbackData(name, { ...data, userId });
    return { id: callbackKey(userId, id), version: 1, type: name, createdAt: at, data: read };
  } catch (error) {
    if (!(error instanceof EventSchemaError)) throw error;
    throw invalid(position, `lacks ${error.paths.join(', ')}, or has it in another form`);
  }
}

function refuseOtherUser(position: number, claimed: unknown, userId: string): void {
  if (claimed === userId) return;
  throw new ApiRefusal(
    403,
    'other-user',
    `Callback ${position} is of another user than the session. Make the session for the user who is linked.`,
  );
}

function invalid(position: number, what: string): ApiRefusal {
  return new ApiRefusal(400, 'callback-invalid', `Callback ${position} ${what}.`);
}
