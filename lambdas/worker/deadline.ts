import { AwsFault } from '../clients/aws-fault.ts';

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
}

/** @param totalMs milliseconds until Lambda kills the invocation */
export function deadlinesOf(totalMs: number): Deadlines {
  const start = performance.now();
  return {
    message: AbortSignal.timeout(Math.floor(totalMs * 0.85)),
    startHandler() {
      const leftMs = totalMs - (performance.now() - start);
      if (leftMs < totalMs / 2) throw new AwsFault(new StartedTooLate());
      return AbortSignal.timeout(Math.floor(leftMs * 0.6));
    },
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
