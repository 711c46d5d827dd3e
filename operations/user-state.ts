import type { StateItem } from '../lambdas/state/state-item.ts';
import { ledgerView } from '../local/inspection/ledger-view.ts';
import type { Stage } from './stage.ts';

/** What is known about a user: profile, session, accounts, archives and invites. */
export async function userState(
  { dynamodb, names }: Stage,
  userId: string,
): Promise<readonly StateItem[]> {
  const tables = { LEDGER_TABLE: names.ledger, STATE_TABLE: names.state };
  const items: readonly unknown[] = await ledgerView(dynamodb, tables).state(`USER#${userId}`);
  return items as readonly StateItem[];
}
