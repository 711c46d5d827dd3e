import type { Parts } from './parts.ts';

/** A receiver that is right but for one thing, and the scenarios that must find it out: exactly these. */
export interface Flaw {
  readonly parts: Partial<Parts>;
  readonly fails: readonly string[] | 'all';
}
