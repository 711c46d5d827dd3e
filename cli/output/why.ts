import { styleText } from 'node:util';
import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import { reasonOf } from '../../operations/reason.ts';

/** Why an event is as it is, in a few words; empty when nothing is unusual. */
export function whyOf(row: LedgerRow): string {
  const { staleBecause, lastError, status, createdAt } = row;
  if (staleBecause) {
    const by = secondsBetween(createdAt, staleBecause.asOf);
    return `${staleBecause.eventId} (${staleBecause.type}) is newer${by === undefined ? '' : ` by ${by} s`}`;
  }
  if (status === 'DONE' || !lastError) return '';
  return reasonOf(row).text;
}

function secondsBetween(from: string | undefined, to: string): number | undefined {
  const seconds = (Date.parse(to) - Date.parse(from ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.round(seconds);
}

/** Status and outcome in one word. */
export function wordOf({ status, outcome }: LedgerRow): string {
  return (status === 'DONE' ? (outcome ?? 'DONE') : status).toLowerCase();
}

/** The same as one sign. */
export function signOf({ status, outcome }: LedgerRow): string {
  if (status === 'DEAD') return styleText('red', '✗');
  if (status === 'QUARANTINED') return styleText('magenta', '⊘');
  if (status !== 'DONE') return styleText('yellow', '↻');
  if (outcome === 'STALE') return styleText('gray', '–');
  return outcome === 'UNKNOWN_TYPE' ? styleText('yellow', '?') : styleText('green', '✓');
}
