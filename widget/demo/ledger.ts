import { userId } from './demo-session.ts';

/** A row of the ledger, as far as it is shown. */
export interface LedgerRow {
  readonly eventId: string;
  readonly type: string;
  readonly status: string;
  readonly createdAt: string;
}

/** Sessions tell the time in whole seconds, and callbacks by it. */
const CLOCK_MS = 2000;
const opened = Date.now() - CLOCK_MS;

/** What the ledger of the local run has of this page's callbacks, oldest first. */
export async function readLedger(): Promise<readonly LedgerRow[]> {
  const response = await fetch('../_local/events?limit=1000');
  const { items } = (await response.json()) as { readonly items: readonly LedgerRow[] };
  return (
    items
      .filter(({ eventId, createdAt }) => isOwn(eventId) && Date.parse(createdAt) >= opened)
      // oxlint-disable-next-line unicorn/no-array-sort -- a list of its own, and es2022 knows no other
      .sort((one, other) => one.createdAt.localeCompare(other.createdAt))
  );
}

function isOwn(eventId: string): boolean {
  return eventId.startsWith(`widget:${userId}:`);
}
