export {
  CALLBACKS,
  type CallbackName,
  type CloseReason,
  type Screen,
  type WidgetErrorCode,
} from '../lambdas/smile/widget.ts';
export type {
  AccountArgument,
  AccountErrorArgument,
  CallbackArguments,
  CloseArgument,
  UIEventArgument,
  UploadsArgument,
} from './callbacks.ts';
export { isWinkFrameMessage } from './is-wink-frame-message.ts';
export type { LinkToken } from './link-token.ts';
export type { WidgetSession } from './session.ts';
export { createSmileWidget, type SmileWidget } from './smile-widget.ts';
export {
  SmileWidgetError,
  type SmileWidgetErrorCode,
  type SmileWidgetErrorDetails,
} from './smile-widget-error.ts';
export type { PageHandlers, SmileWidgetOptions } from './options.ts';
