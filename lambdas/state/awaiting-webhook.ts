import type { StateItem } from './state-item.ts';

/** Keys of the state's sparse index `awaiting`; none: the item is not in it. */
export interface AwaitingKeys {
  readonly awaiting?: 'WEBHOOK';
  /** ISO 8601: when the widget said that the account is connected. */
  readonly awaitingSince?: string;
}

/**
 * An account waits for a webhook when the widget has said that it is connected, and Smile's server has
 * said nothing of it at all. Any event of the account counts: providers without a login never send
 * ACCOUNT_CONNECTED (Smile docs, Accounts).
 */
export function awaitingKeys({
  sk,
  status,
  tasks,
  dataPoints,
  endedBy,
  widget,
}: StateItem): AwaitingKeys {
  const connected = widget?.onAccountConnected;
  const isToldByServer = [status, tasks, dataPoints, endedBy].some((fact) => fact !== undefined);
  // A callback that names no account is kept with its user: no webhook could ever end the wait.
  if (!sk.startsWith('ACCOUNT#') || !connected || isToldByServer) return {};
  return { awaiting: 'WEBHOOK', awaitingSince: connected.asOf };
}
