import type { CallbackName } from '../lambdas/smile/widget.ts';

/**
 * What went wrong. Of `open()` and `linkToken()`: `session-unavailable`, `link-token-refused`,
 * `api-unreachable` (no answer, an outage or too many requests: it passes), `script-blocked`,
 * `widget-failed`, `widget-ended` (after `end()`). Of the relay, by `onError`: `callback-refused` and `callback-dropped`
 * (that callback is gone), `relay-refused`, `api-unreachable` and `session-unavailable` (it goes on trying).
 * `token-loop`: the widget calls every new token expired, and is not opened again.
 */
export type SmileWidgetErrorCode =
  | 'options-invalid'
  | 'session-unavailable'
  | 'link-token-refused'
  | 'api-unreachable'
  | 'script-blocked'
  | 'widget-failed'
  | 'widget-ended'
  | 'token-loop'
  | 'callback-refused'
  | 'callback-dropped'
  | 'relay-refused';

/** What an error may know besides its code; never a token, never what a callback held. */
export interface SmileWidgetErrorDetails {
  /** The Widget API's own code, when it answered: `callback-invalid`, `too-many-link-tokens` and so on. */
  readonly apiCode?: string | undefined;
  /** The callback that was refused or dropped. */
  readonly callback?: CallbackName | undefined;
  /** Its id, under which its event is in the ledger if it got there: `widget:<user>:<id>`. */
  readonly callbackId?: string | undefined;
  /** Milliseconds that the API asks to wait before the next try, five minutes at most. */
  readonly retryAfter?: number | undefined;
  /** What was thrown by the page's session function or by Smile's script. */
  readonly cause?: unknown;
}

/** The only error of this module; its message says what to do. */
export class SmileWidgetError extends Error {
  override readonly name = 'SmileWidgetError';
  readonly code: SmileWidgetErrorCode;
  declare readonly apiCode: string | undefined;
  declare readonly callback: CallbackName | undefined;
  declare readonly callbackId: string | undefined;
  declare readonly retryAfter: number | undefined;

  constructor(code: SmileWidgetErrorCode, message: string, details?: SmileWidgetErrorDetails) {
    super(message, details);
    this.code = code;
    Object.assign(this, details);
  }
}
