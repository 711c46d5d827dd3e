import type { Arrival, Outcome } from '../lambdas/ledger/ledger-row.ts';
import { isCallbackKey } from '../lambdas/message/event-key.ts';
import { finderOf } from '../lambdas/receiver/create-handlers.ts';
import type { Handlers } from '../lambdas/receiver/index.ts';
import { type Envelope, readEnvelope } from '../lambdas/smile/envelope.ts';
import { merge } from '../lambdas/state/merge.ts';
import { stampOf } from '../lambdas/state/stamp.ts';
import type { Announcement } from '../lambdas/worker/announce.ts';
import { actOn, type Attempt } from '../lambdas/worker/apply-event.ts';
import { DEFAULT_RETRY } from '../lambdas/worker/contract.ts';
import { deadlinesOf } from '../lambdas/worker/deadline.ts';
import { type SettlingParts, settleFailure } from '../lambdas/worker/failure.ts';
import { interpret } from '../lambdas/worker/interpret.ts';
import type { Retry } from '../lambdas/worker/retry.ts';
import { collectLog, type LogLine } from './collect-log.ts';
import { type ContextOverrides, newer, SILENT } from './context-of.ts';
import { stateOf } from './state-of.ts';

/** What one attempt of an event came to. */
export interface HandlerRun {
  /**
   * - `APPLIED`: done, and it was news.
   * - `STALE`: done, and something newer was known. The handler ran only with `whenStale: 'run'`.
   * - `UNKNOWN_TYPE`: done; the handler of `onUnknown()` ran, if there is one.
   * - `RETRY`: the attempt failed, and another one follows; see `error` and `retry`.
   * - `DEAD`: the attempt failed, and the event goes to the dead letters; see `error`.
   * - `QUARANTINED`: the event has no id or no type that can be read. No handler ran.
   */
  readonly outcome: Outcome | 'RETRY' | 'DEAD' | 'QUARANTINED';
  /** What was put on the event bus: one announcement at most, and none after a failure. */
  readonly announcements: readonly Announcement[];
  /** The lines that the handler wrote to `context.log`, in order. */
  readonly logs: readonly LogLine[];
  /** What the handler threw; or `EventSchemaError` for an event that lacks its ids, or `DeadlinePassed`. */
  readonly error?: unknown;
  /**
   * Why there is another attempt, and after how many seconds. With `retry-after` no attempt is spent. With
   * `failed` one is, and the wait is random within its bounds: 4 to 8 seconds after the first attempt.
   */
  readonly retry?: Pick<Retry, 'reason' | 'seconds'>;
}

/** Of a worker whose stage says nothing else: a handler gets 18 of them. */
const WORKER_SECONDS = 30;

/**
 * Runs one attempt of an event with the handlers that `createHandlers()` returned, by the worker's own rules:
 * which handler it is, `whenStale`, `announce`, `attempts`, and what an error leads to. Nothing of AWS is called,
 * and no environment variable is read. Resolves also when the handler throws.
 *
 * ```ts
 * const { outcome, retry } = await runHandler(handlers, eventOf('USER_CREATED'));
 * ```
 *
 * Unless `context` says more, the event is the first one of its thing and news, and this is its first attempt.
 * `context.state` is laid over what the event says by itself, and `context.staleBecause` makes the event stale.
 *
 * A receiver that sets `retry` or `handlers.timeoutSeconds` has other numbers than here: five attempts, 18 seconds.
 * A promise that a handler forgot to await fails its attempt on AWS; here the test runner reports its rejection.
 *
 * @param event made by `eventOf()` or `callbackOf()`, or any other event as Smile sends it
 * @throws HandlersInvalid when `handlers` was not made by `createHandlers()`
 */
export async function runHandler(
  handlers: Handlers,
  event: Envelope,
  context: ContextOverrides = {},
): Promise<HandlerRun> {
  const find = finderOf(handlers);
  const { envelope } = readEnvelope(Buffer.from(JSON.stringify(event)));
  const { log, lines: logs } = collectLog(context.log ?? SILENT);
  const announcements: Announcement[] = [];
  if (!envelope) return { outcome: 'QUARANTINED', announcements, logs };

  const entry = find(isCallbackKey(envelope.id) ? 'callback' : 'event', envelope.type);
  const maxAttempts = entry.attempts ?? DEFAULT_RETRY.maxAttempts;
  const attempt: Attempt = {
    lease: leaseOf(envelope, context),
    log,
    deadlines: deadlinesFor(context),
    entry,
    maxAttempts,
    handledAt: undefined,
    changes: [],
    announced: undefined,
  };
  const announce = async (announcement: Announcement) => void announcements.push(announcement);
  try {
    const written = understood(envelope, attempt, context);
    const { outcome } = await actOn(envelope, written, attempt, { announce });
    return { outcome, announcements, logs };
  } catch (error) {
    const ran = { announcements, logs, error };
    const retry = await settleFailure(
      error,
      arrivalOf(envelope),
      { ...attempt, log: SILENT },
      NOWHERE,
    );
    if (!retry) return { outcome: 'DEAD', ...ran };
    return { outcome: 'RETRY', ...ran, retry: { reason: retry.reason, seconds: retry.seconds } };
  }
}

function leaseOf({ id }: Envelope, { attempt = 1 }: ContextOverrides): Attempt['lease'] {
  const now = new Date().toISOString();
  return {
    eventId: id,
    id: 'test',
    attempt,
    receivedAt: now,
    startedAt: now,
    past: {},
    content: {},
  };
}

function deadlinesFor({ signal }: ContextOverrides): Attempt['deadlines'] {
  const deadlines = deadlinesOf(WORKER_SECONDS * 1000);
  return signal ? { ...deadlines, startHandler: () => signal } : deadlines;
}

/** The event as its type's schema reads it, and what is known once it is taken in. */
function understood(
  envelope: Envelope,
  { lease }: Attempt,
  { state, staleBecause }: ContextOverrides,
): Parameters<typeof actOn>[1] {
  const known = interpret(envelope, lease.eventId);
  if (!known) return undefined;
  const { event, fact } = known;
  const { item } = merge(undefined, fact, stampOf(event, fact.rank, lease.receivedAt));
  const merged = {
    item: stateOf(state ?? {}, { ...item, version: 1 }),
    ...(staleBecause && { staleBecause: newer(staleBecause) }),
  };
  return { ...known, merged };
}

const done = async () => undefined;

/** Rows and dead letters are what a failure leads to on AWS; here its outcome says it. */
const NOWHERE: SettlingParts = {
  ledger: { fail: done, release: done, bury: done },
  deadLetters: { send: done },
  retry: DEFAULT_RETRY,
};

/** An event that SQS hands out for the first time. */
function arrivalOf({ id, type }: Envelope): Arrival {
  return {
    eventId: id,
    type,
    subject: id,
    receivedAt: new Date().toISOString(),
    origin: 'webhook',
    bodySha256: '',
    messageId: 'test',
    receives: 1,
  };
}
