import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import { instantOf } from '../../lambdas/smile/envelope.ts';
import type { FedRow } from '../../operations/event-feed.ts';
import { signOf, wordOf } from '../../operations/why.ts';
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
    why: shortly(row),
    attempts: row.attempts,
    againAt: status === 'FAILED' ? againAt : undefined,
  };
}

/** The reason, or what is said of an event with which nothing is wrong. */
function shortly(row: Omit<LedgerRow, 'body'>): string {
  const { staleBecause, createdAt, lastError, status } = row;
  if (staleBecause) {
    const seconds = Math.round(
      (Date.parse(staleBecause.asOf) - Date.parse(createdAt ?? '')) / 1000,
    );
    const by = seconds > 0 ? ` by ${spanOf(seconds)}` : '';
    return `older than ${staleBecause.type}${by}`;
  }
  if (status === 'DONE' || status === 'STARTED' || !lastError) return quietly(row);
  const { class: errorClass, code, message, at } = lastError;
  const [place = ''] = at?.split(' ') ?? [];
  const file = place.split('/').at(-1)?.replace(/:\d+$/, '');
  return [errorClass, message ?? code, file].filter(Boolean).join(' ');
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function spanOf(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${seconds} s`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`;
  return seconds < 2 * DAY ? `${Math.round(seconds / HOUR)} h` : `${Math.round(seconds / DAY)} d`;
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
  const took =
    completedAt === undefined ? Number.NaN : instantOf(completedAt) - instantOf(startedAt);
  const again = actions?.at(-1)?.action === 'redrive' ? ' after a redrive' : '';
  return took >= 0 && took < 3_600_000 ? `in ${took} ms${again}` : again.trim();
}
