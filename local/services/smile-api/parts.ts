/** Time and chance of the stand-in: a test may hold both. */
export interface Parts {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A fresh id: prefix, `-`, and something that no other id has. */
  readonly newId: (prefix: string) => string;
  /** Rejects when the signal fires. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** ISO 8601 in whole seconds, as Smile writes it. */
export function isoOf(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
