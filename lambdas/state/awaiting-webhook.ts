import type { StateItem } from './state-item.ts';

/** Keys of the state's sparse index `awaiting`; none: the item is not in it. */
export interface AwaitingKeys {
  readonly awaiting?: 'WEBHOOK';
  /** ISO 8601, by our own clock: when the last word of the widget about the account was written. */
  readonly awaitingSince?: string;
}

/**
 * An account waits for a webhook when the widget has said that it is connected, and Smile's server has
 * said nothing of it at all. Any event of the account counts: providers without a login never send
 * ACCOUNT_CONNECTED (Smile docs, Accounts).
 *
 * It waits since it is known here, not since the browser's time: a page that was offline tells of it
 * hours later, and nobody would look that far back.
 *
 * @param now when the item is written, epoch milliseconds
 */
export function awaitingKeys(
  { sk, status, tasks, dataPoints, endedBy, widget }: StateItem,
  now: number,
): AwaitingKeys {
  // A word of the widget that outlived an end is newer: the account was connected anew.
  const isTheEnd = status !== undefined && status.eventId === endedBy?.eventId;
  const told = [isTheEnd ? undefined : status, tasks, dataPoints];
  const isToldByServer = told.some((fact) => fact !== undefined);
  // A callback that names no account is kept with its user: no webhook could ever end the wait.
  if (!sk.startsWith('ACCOUNT#') || !widget?.onAccountConnected || isToldByServer) return {};
  return { awaiting: 'WEBHOOK', awaitingSince: new Date(now).toISOString() };
}
