/**
 * What went wrong, for the caller to act on: `refused` 401, 403 · `not-found` 404 · `invalid` any other
 * 4xx · `rate-limited` 429 · `unavailable` 5xx, no answer in time, no connection · `unexpected` an answer
 * that was not understood.
 */
export type SmileFaultKind =
  | 'refused'
  | 'not-found'
  | 'invalid'
  | 'rate-limited'
  | 'unavailable'
  | 'unexpected';

/** What may be known of a failed call: ids and codes, and nothing that Smile or the caller wrote. */
export interface SmileFault {
  readonly kind: SmileFaultKind;
  /** Smile's code, such as `MISSING_RESOURCE`, or ours where Smile gave none. */
  readonly code: string;
  /** HTTP status; absent when there was no answer. */
  readonly status?: number | undefined;
  /** By which Smile's support finds the call. */
  readonly requestId?: string | undefined;
  /** What Smile asked to wait, though its documents promise no such header. */
  readonly retryAfterSeconds?: number | undefined;
}

const ADVICE: Readonly<Record<SmileFaultKind, string>> = {
  refused: "Smile does not take the API key. Use the key and secret of this mode's own.",
  'not-found': 'Smile does not know it. Check the id, and that it belongs to this mode.',
  invalid: "Smile does not accept the request. Look its code up in Smile's API reference.",
  'rate-limited': 'Smile answers 20 requests a second per IP address. Call less often.',
  unavailable: 'Smile fails or cannot be reached. See status.getsmileapi.com, and try again.',
  unexpected: "Smile's answer was not understood. Compare it with Smile's API reference.",
};

/**
 * Smile's API did not do what it was asked. Neither Smile's message nor any part of request or answer is
 * in it: they can hold personal data, and the request holds the API key.
 */
export class SmileApiError extends Error implements SmileFault {
  override readonly name = 'SmileApiError';
  readonly kind: SmileFaultKind;
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor({ kind, code, status, requestId, retryAfterSeconds }: SmileFault) {
    super(ADVICE[kind]);
    this.kind = kind;
    this.code = code;
    this.status = status;
    this.requestId = requestId;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** It may go well another time: the fault was neither the request's nor the answer's. */
  get mayPass(): boolean {
    return this.kind === 'rate-limited' || this.kind === 'unavailable';
  }
}
