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
  | { readonly kind: 'error'; readonly error: ReportedError };
