import type { LedgerStatus, Outcome } from './ledger-row.ts';

// Records, so that the compiler asks for every one.

/** Every status of a row, for those who choose among them. */
export const STATUSES: Readonly<Record<LedgerStatus, true>> = {
  STARTED: true,
  DONE: true,
  FAILED: true,
  DEAD: true,
  QUARANTINED: true,
};

/** Every outcome of an event that is done. */
export const OUTCOMES: Readonly<Record<Outcome, true>> = {
  APPLIED: true,
  STALE: true,
  UNKNOWN_TYPE: true,
};
