import { OUTCOMES, STATUSES } from '../../lambdas/ledger/choices.ts';
import type { LedgerStatus, Outcome } from '../../lambdas/ledger/ledger-row.ts';
import { ORIGINS } from '../../lambdas/message/origin.ts';
import { instantOf } from '../../lambdas/smile/envelope.ts';
import { type EventFilter, isMeant } from '../../operations/event-filter.ts';
import type { FedRow } from '../../operations/event-feed.ts';
import { Refused } from './refused.ts';

/** What the page's address asks for. */
export interface Query {
  readonly filter: EventFilter;
  /** Whether a row is meant, whatever its status. */
  readonly isMeantApartFromStatus: (each: FedRow) => boolean;
  readonly isMeant: (each: FedRow) => boolean;
  /** What was typed into the search field. */
  readonly text: string;
}

const SPAN = /^(\d{1,4})([mhd])$/;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @throws Refused */
export function queryOf(parameters: URLSearchParams): Query {
  const value = (name: string) => parameters.get(name) || undefined;
  const text = value('q')?.trim() ?? '';
  const [since, until] = [timeOf(value('since')), timeOf(value('until'))];
  const rest: EventFilter = {
    user: value('user'),
    account: value('account'),
    types: value('type')?.split(','),
    origins: chosen('origin', value('origin'), ORIGINS),
    since,
    until,
  };
  const statuses = chosen(
    'status',
    value('status')?.toUpperCase(),
    Object.keys(STATUSES) as LedgerStatus[],
  );
  const outcomes = chosen(
    'outcome',
    value('outcome')?.toUpperCase(),
    Object.keys(OUTCOMES) as Outcome[],
  );
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const reason = value('reason');
  const apart = ({ row }: FedRow) =>
    (reason === undefined || row.lastError?.at === reason) &&
    isMeant(row, rest) &&
    words.every((word) =>
      [row.eventId, row.type, row.subject, row.accountId].some((each) =>
        each?.toLowerCase().includes(word),
      ),
    );
  return {
    filter: { ...rest, statuses, outcomes },
    text,
    isMeantApartFromStatus: apart,
    isMeant: (each) => apart(each) && isMeant(each.row, { statuses, outcomes }),
  };
}

function chosen<T extends string>(
  name: string,
  text: string | undefined,
  known: readonly T[],
): readonly T[] | undefined {
  const values = text?.split(',');
  const unknown = values?.find((each) => !known.some((other) => other === each));
  if (unknown === undefined) return values as T[] | undefined;
  throw new Refused(
    400,
    'unknown-filter',
    `The address asks for ${name} ${unknown.toLowerCase()}. There is ${known.join(', ').toLowerCase()}.`,
  );
}

function timeOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [, count, unit = ''] = SPAN.exec(text) ?? [];
  if (count !== undefined) {
    return new Date(Date.now() - Number(count) * (UNITS[unit] ?? 0)).toISOString();
  }
  if (!Number.isNaN(instantOf(text))) return text;
  throw new Refused(
    400,
    'unknown-filter',
    `The address asks for the time ${text}. Write 2h, 7d or 2026-11-30T14:00:00Z.`,
  );
}
