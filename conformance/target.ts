import type { Effects } from './effects/effects.ts';

/** What the receiver has logged. */
export interface Logs {
  /** Where the log ends now. */
  mark(): Promise<number>;
  /** What has been logged since a mark. */
  since(mark: number): Promise<string>;
}

/** A receiver, and what the kit may do with it. */
export interface Target {
  /** Where Smile would post to. */
  readonly url: string;
  /** What Smile would sign with. */
  readonly secret: string;
  readonly effects: Effects;
  /** Absent: the log cannot be seen. */
  readonly logs?: Logs | undefined;
  /**
   * Ends the receiver, whatever it is doing, and starts it again on what it has stored. Resolves when the
   * old one is gone; the new one may still be starting. Absent: nobody can.
   */
  readonly restart?: (() => Promise<void>) | undefined;
  /** How long an effect may take, in milliseconds. */
  readonly patience: number;
  /** Whether scenarios that wait for minutes are tried. */
  readonly slow: boolean;
}
