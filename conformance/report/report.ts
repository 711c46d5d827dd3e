import type { Result } from '../run.ts';

/** All that a report tells of a run. Never the secret. */
export interface Report {
  /** What was tried. */
  readonly url: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly results: readonly Result[];
}
