import { createHash } from 'node:crypto';
import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';

/** Why events died, as far as it is the same for several of them. */
export interface Reason {
  /** Stays the same from one command to the next. */
  readonly key: string;
  /** Class, code or words, and the place in the handlers. */
  readonly text: string;
}

/** The reason of a row's last error. */
export function reasonOf({ lastError }: Pick<LedgerRow, 'lastError'>): Reason {
  const { class: errorClass, code, message, at } = lastError ?? { class: 'unknown' };
  return reasonFrom(
    [errorClass, message ?? code, at].filter((part) => part !== undefined).join(' '),
  );
}

/** A reason in its own words. */
export function reasonFrom(text: string): Reason {
  return { key: createHash('sha256').update(text).digest('hex').slice(0, 6), text };
}
