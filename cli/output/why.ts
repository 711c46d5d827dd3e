import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';

/** Why an event is as it is, in a few words; empty when nothing is unusual. */
export function whyOf({ staleBecause, lastError, status }: LedgerRow): string {
  if (staleBecause) return `${staleBecause.eventId} is newer`;
  if (status === 'DONE' || !lastError) return '';
  const { class: errorClass, code, message } = lastError;
  return [errorClass, code, message].filter((each) => each !== undefined).join(' ');
}

/** Status and outcome in one word. */
export function wordOf({ status, outcome }: LedgerRow): string {
  return (status === 'DONE' ? (outcome ?? 'DONE') : status).toLowerCase();
}
