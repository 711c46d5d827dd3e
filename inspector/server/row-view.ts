import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import { instantOf } from '../../lambdas/smile/envelope.ts';
import type { FedRow } from '../../operations/event-feed.ts';
import { signOf, whyOf, wordOf } from '../../operations/why.ts';
import type { Row } from '../contract.ts';

/** A row as the list shows it. */
export function rowView({ row, againAt }: Pick<FedRow, 'row' | 'againAt'>): Row {
  const { eventId, type = '(no type)', subject, accountId, origin, receivedAt, status } = row;
  return {
    id: eventId,
    type,
    user: subject,
    account: accountId,
    origin,
    receivedAt,
    status,
    word: wordOf(row),
    sign: signOf(row),
    why: whyOf(row) || quietly(row),
    attempts: row.attempts,
    againAt: status === 'FAILED' ? againAt : undefined,
  };
}

/** What is said of an event with which nothing is wrong. */
function quietly({
  status,
  outcome,
  startedAt,
  completedAt,
  actions,
}: Omit<LedgerRow, 'body'>): string {
  if (status === 'STARTED') return 'under way';
  if (status !== 'DONE') return '';
  if (outcome === 'UNKNOWN_TYPE') return 'this version does not know the type; it is kept';
  const took = completedAt === undefined ? Number.NaN : instantOf(completedAt) - instantOf(startedAt);
  const again = actions?.at(-1)?.action === 'redrive' ? ' after a redrive' : '';
  return took >= 0 && took < 3_600_000 ? `in ${took} ms${again}` : again.trim();
}
