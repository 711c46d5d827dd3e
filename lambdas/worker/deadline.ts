import type { Context } from 'aws-lambda';
import { AwsFault } from '../aws/aws-fault.ts';

/** The parts of an invocation's time, so that no part eats what the next one needs. */
export interface Deadlines {
  /** When everything has to be done but letting go of the message. */
  readonly message: AbortSignal;
  /**
   * Starts the time of business code, most of what is left then, and returns its end. Throws an
   * {@link AwsFault} when AWS has taken half of the invocation already: a handler cut short would pay
   * for it with an attempt.
   */
  readonly startHandler: () => AbortSignal;
  /** The end of the announcement's time: early enough for the row to say that the handler is done. */
  readonly announce: () => AbortSignal;
  /** Milliseconds since the message was taken. */
  readonly elapsedMs: () => number;
}

/**
 * Milliseconds until Lambda ends the invocation. None are left when the time is over, and when the runtime
 * does not tell: the message is then left for a retry, which is logged and counted.
 */
export function remainingMs({
  getRemainingTimeInMillis,
}: Partial<Pick<Context, 'getRemainingTimeInMillis'>>): number {
  const remaining = getRemainingTimeInMillis?.() ?? 0;
  return remaining > 0 ? remaining : 0;
}

/** @param totalMs milliseconds until Lambda ends the invocation, from zero on */
export function deadlinesOf(totalMs: number): Deadlines {
  const start = performance.now();
  const elapsedMs = () => performance.now() - start;
  return {
    message: AbortSignal.timeout(Math.floor(totalMs * 0.85)),
    startHandler() {
      const leftMs = totalMs - elapsedMs();
      if (leftMs < totalMs / 2) throw new AwsFault(new StartedTooLate());
      return AbortSignal.timeout(Math.floor(leftMs * 0.6));
    },
    announce: () => AbortSignal.timeout(Math.max(0, Math.floor(totalMs * 0.75 - elapsedMs()))),
    elapsedMs,
  };
}

/** The time was over. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
  readonly code = 'deadline-passed';
  constructor() {
    super(
      'The time was over: hand `signal` to outside calls, or give the worker a longer timeout.',
    );
  }
}

/** What came before the handler took half of the time. */
class StartedTooLate extends Error {
  override readonly name = 'StartedTooLate';
  readonly code = 'started-too-late';
}

const MINUTE_MS = 60_000;

/**
 * Waits for the work, but no longer than the signal; then throws {@link DeadlinePassed}. The timer of a
 * signal does not keep a process running: Lambda would end the invocation of a handler that waits for
 * nothing that Node knows of as if it had crashed.
 */
export async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: passed, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new DeadlinePassed());
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  const running = setInterval(() => undefined, MINUTE_MS);
  try {
    return await Promise.race([work, passed]);
  } finally {
    clearInterval(running);
    signal.removeEventListener('abort', onAbort);
  }
}
