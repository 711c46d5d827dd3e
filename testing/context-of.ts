import type { HandlerContext, Log, StaleBecause } from '../lambdas/receiver/index.ts';
import { newId } from './builders/ids.ts';
import { type StateOverrides, stateOf } from './state-of.ts';

/** What shall differ from the context that {@link contextOf} makes by itself. */
export interface ContextOverrides {
  /** What is known about the thing. Keys and stamps that are left out are invented. */
  readonly state?: StateOverrides | undefined;
  /** `{}` is enough to make the event stale. */
  readonly staleBecause?: Partial<StaleBecause> | undefined;
  /** Takes the handler's lines. Default: none are kept. */
  readonly log?: Log;
  /** Default: never fires. */
  readonly signal?: AbortSignal;
  /** Default: 1. */
  readonly attempt?: number;
}

/**
 * A context to call a handler with, when the handler is a function of its own:
 *
 * ```ts
 * await onConnected(eventOf('ACCOUNT_CONNECTED'), contextOf({ attempt: 2 }));
 * ```
 *
 * Nothing is known and nothing is newer, unless the overrides say so: `state` and `staleBecause` are undefined.
 */
export function contextOf({
  state,
  staleBecause,
  log = SILENT,
  signal = new AbortController().signal,
  attempt = 1,
}: ContextOverrides = {}): HandlerContext {
  return {
    state: state && stateOf(state),
    staleBecause: staleBecause && newer(staleBecause),
    log,
    signal,
    attempt,
  };
}

const AN_HOUR_MS = 3_600_000;

/** An event that is newer than all others: none counts as more than five minutes ahead. */
export function newer(overrides: Partial<StaleBecause>): StaleBecause {
  const asOf = new Date(Date.now() + AN_HOUR_MS).toISOString();
  return { eventId: newId('et'), asOf, type: 'ACCOUNT_DISCONNECTED', ...overrides };
}

const ignore = () => undefined;

/** Keeps nothing. */
export const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
