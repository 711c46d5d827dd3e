import type { Open } from '../schemas/field.ts';

/**
 * What went wrong, for the caller to act on: `refused` 401, 403 · `not-found` 404 · `invalid` any other
 * 4xx, and 501 · `rate-limited` 429, or no turn under our own limit · `unavailable` 5xx, no answer in time, no
 * connection · `unexpected` an answer that was not understood.
 */
export type SmileFaultKind =
  | 'refused'
  | 'not-found'
  | 'invalid'
  | 'rate-limited'
  | 'unavailable'
  | 'unexpected';

/** Smile's codes of failures (Smile OpenAPI 1.14.0; `UNSUPPORTED_TYPE`: Smile docs, API). */
export type SmileCode =
  | 'INVALID_CREDENTIALS'
  | 'INVALID_PARAMETERS'
  | 'INVALID_TOKEN'
  | 'UNAUTHORIZED_ACCESS'
  | 'MISSING_RESOURCE'
  | 'UNSUPPORTED_TYPE'
  | 'REQUEST_LIMIT_EXCEEDED'
  | 'SERVER_ERROR'
  | 'UNSUPPORTED_METHOD'
  | 'SERVER_UNAVAILABLE'
  | 'TIME_LIMIT_EXCEEDED';

/**
 * Ours: `not-smile` the answer is not in Smile's envelope · `not-understood` its `data` is not what Smile
 * documents · `too-large` · `cursor-not-new` a list that would never end · `timeout` · `aborted` by the caller ·
 * `own-limit` no turn in time.
 */
export type OwnCode =
  | 'not-smile'
  | 'not-understood'
  | 'too-large'
  | 'cursor-not-new'
  | 'timeout'
  | 'aborted'
  | 'own-limit';

/** What may be known of a failed call: ids and codes, and nothing that Smile or the caller wrote. */
export interface SmileFault {
  readonly kind: SmileFaultKind;
  /** Smile's, ours, or Node's such as `ECONNRESET`. Smile may send others than it documents. */
  readonly code: Open<SmileCode | OwnCode>;
  /** HTTP status; absent when there was no answer. */
  readonly status?: number | undefined;
  /** By which Smile's support finds the call. */
  readonly requestId?: string | undefined;
  /** What Smile asked to wait, though its documents promise no such header. */
  readonly retryAfterSeconds?: number | undefined;
  /** The call would create something, and it is unknown whether it did. Default: false. */
  readonly isUnsettled?: boolean;
}
