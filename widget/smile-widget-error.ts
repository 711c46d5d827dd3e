import type { CallbackName } from '../lambdas/smile/widget.ts';

/**
 * What went wrong. Of `open()`: `session-unavailable`, `link-token-refused`, `api-unreachable`,
 * `script-blocked`, `widget-failed`. Of the relay, by `onError`: `callback-refused` and `callback-dropped`
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
  /** What was thrown by the page's session function or by Smile's script. */
  readonly cause?: unknown;
}

/** The only error of this module; its message says what to do. */
export class SmileWidgetError extends Error {
  override readonly name = 'SmileWidgetError';
  readonly code: SmileWidgetErrorCode;
  readonly apiCode: string | undefined;
  readonly callback: CallbackName | undefined;

  constructor(code: SmileWidgetErrorCode, message: string, details: SmileWidgetErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.apiCode = details.apiCode;
    this.callback = details.callback;
  }
}
