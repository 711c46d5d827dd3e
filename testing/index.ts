/** For tests of handlers, with any test runner: nothing here calls AWS or reads an environment variable. */
export { type CallbackOverrides, callbackOf } from './callback-of.ts';
export type { LogLine } from './collect-log.ts';
export { type ContextOverrides, contextOf } from './context-of.ts';
export { type EventOverrides, eventOf } from './event-of.ts';
export { type HandlerRun, runHandler } from './run-handler.ts';
export type { StateOverrides } from './state-of.ts';
