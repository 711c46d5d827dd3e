import type { LedgerRow } from '../lambdas/ledger/ledger-row.ts';
import { reasonOf } from './reason.ts';

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

/** Status and outcome as one sign, which people tell apart without its colour. */
export function signOf({ status, outcome }: Pick<LedgerRow, 'status' | 'outcome'>): string {
  if (status === 'DEAD') return '✗';
  if (status === 'QUARANTINED') return '⊘';
  if (status === 'STARTED') return '◌';
  if (status === 'FAILED') return '↻';
  if (outcome === 'STALE') return '–';
  return outcome === 'UNKNOWN_TYPE' ? '?' : '✓';
}
