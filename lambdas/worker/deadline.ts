/** The parts of an invocation's time, so that no part eats what the next one needs. */
export interface Deadlines {
  /** When business code has to be done. */
  readonly handler: AbortSignal;
  /** When everything has to be done but letting go of the message. */
  readonly message: AbortSignal;
}

/** @param remainingMs milliseconds until Lambda kills the invocation */
export function deadlinesOf(remainingMs: number): Deadlines {
  return {
    handler: AbortSignal.timeout(Math.floor(remainingMs * 0.6)),
    message: AbortSignal.timeout(Math.floor(remainingMs * 0.85)),
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

/** Waits for the work, but no longer than the signal; then throws {@link DeadlinePassed}. */
export async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: passed, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new DeadlinePassed());
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, passed]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
