/** Parent to child: one invocation. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  /** Epoch milliseconds at which the child will be killed. */
  readonly deadline: number;
}

/** An error that crossed the process boundary. */
export interface ReportedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** Child to parent: once after the bundle is imported, then one for every invocation. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: ReportedError }
  | { readonly kind: 'attempt failed'; readonly failure: AttemptFailure };

/** An attempt that failed, as a developer wants to see it: with the message, which no log holds. */
export interface AttemptFailure {
  readonly eventId: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Class and message, as V8 writes them; and frames at the places of the sources. */
  readonly stack: string;
}
