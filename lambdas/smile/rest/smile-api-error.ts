import { adviceFor } from './advice.ts';
import type { SmileFault, SmileFaultKind } from './smile-fault.ts';

/** With these the connection was never there, so that Smile got nothing. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * Smile's API did not do what it was asked. Neither Smile's message nor any part of request or answer is
 * in it: they can hold personal data, and the request holds the API key.
 */
export class SmileApiError extends Error implements SmileFault {
  override readonly name = 'SmileApiError';
  readonly kind: SmileFaultKind;
  readonly code: SmileFault['code'];
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly isUnsettled: boolean;

  constructor(fault: SmileFault) {
    super(adviceFor(fault));
    this.kind = fault.kind;
    this.code = fault.code;
    this.status = fault.status;
    this.requestId = fault.requestId;
    this.retryAfterSeconds = fault.retryAfterSeconds;
    this.isUnsettled = fault.isUnsettled ?? false;
  }

  /** It may go well another time: the fault was neither the request's nor the answer's. */
  get mayPass(): boolean {
    return this.kind === 'rate-limited' || this.kind === 'unavailable';
  }

  /** Smile may have done what it was asked: it failed on the way, or its answer did not arrive. */
  get mayHaveTakenEffect(): boolean {
    if (this.kind === 'unavailable') return !NEVER_SENT.has(this.code);
    return this.kind === 'unexpected' && this.status !== undefined && this.status < 300;
  }

  /** The same fault, of a call that may have created something. */
  asUnsettled(): SmileApiError {
    const { kind, code, status, requestId, retryAfterSeconds } = this;
    return new SmileApiError({
      kind,
      code,
      status,
      requestId,
      retryAfterSeconds,
      isUnsettled: true,
    });
  }
}
