/** What a handlers file imports. */
export { createHandlers, type Handlers } from './create-handlers.ts';
export type { Handler, HandlerContext, HandlerOptions } from './handler.ts';
export { HandlersInvalid } from './handlers-invalid.ts';
export { NonRetriableError } from './non-retriable-error.ts';
export { RetryAfterError } from './retry-after-error.ts';
export type { WidgetCallback } from '../smile/callbacks.ts';
export type { EventType, SmileEvent, UnknownEvent } from '../smile/events.ts';
export type { CallbackName } from '../smile/widget.ts';
export type { StaleBecause } from '../state/merge.ts';
export type { StateItem } from '../state/state-item.ts';
export type { Log } from '../telemetry/log.ts';
