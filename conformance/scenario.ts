import type { Target } from './target.ts';
import type { Trial } from './trial.ts';

/** Something that a target may lack, and what to say then. */
export const NEEDS = {
  restart: {
    isMet: ({ restart }: Target) => restart !== undefined,
    reason: 'the receiver cannot be restarted from here: give --restart CMD',
  },
  logs: {
    isMet: ({ logs }: Target) => logs !== undefined,
    reason: 'the log cannot be seen from here: give --logs FILE',
  },
  slow: {
    isMet: ({ slow }: Target) => slow,
    reason: 'it takes more than five minutes: give --slow',
  },
} as const;

/** One thing that a receiver must do. */
export interface Scenario {
  /** Never changes: reports are compared by it. */
  readonly id: string;
  /** What must hold. */
  readonly sentence: string;
  readonly needs?: keyof typeof NEEDS;
  /** Rejects with `CheckFailed` when it does not hold. */
  readonly run: (trial: Trial) => Promise<void>;
}
