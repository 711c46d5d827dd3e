import { OUTCOMES, STATUSES } from '../../lambdas/ledger/choices.ts';
import { subjectOf } from '../../lambdas/message/subject.ts';
import { instantOf } from '../../lambdas/smile/envelope.ts';
import { limitOf } from './list-limit.ts';
import { Refusal } from './refusal.ts';

/** The parameters of `/_local/events`. */
export const EVENT_PARAMETERS = ['user', 'type', 'status', 'outcome', 'before', 'limit'] as const;

/** Which rows are wanted, and how many. */
export interface EventFilter {
  readonly limit: number;
  readonly matches: (row: Readonly<Record<string, unknown>>) => boolean;
}

/**
 * What a query asks for. A type can be any text, because Smile adds types without notice.
 *
 * @param query with {@link EVENT_PARAMETERS} only
 * @throws Refusal
 */
export function eventFilterOf(query: URLSearchParams): EventFilter {
  const limit = limitOf(query);
  const user = query.get('user');
  const before = query.get('before');
  const beforeInstant = before === null ? undefined : instantOf(before);
  if (before !== null && Number.isNaN(beforeInstant)) throw Refusal.badInstant('before', before);
  const wanted: Readonly<Record<string, string | null>> = {
    subject: user === null ? null : subjectOf({ userId: user }, user),
    type: query.get('type'),
    status: oneOf(query, 'status', Object.keys(STATUSES)),
    outcome: oneOf(query, 'outcome', Object.keys(OUTCOMES)),
  };
  const fields = Object.entries(wanted).filter(([, value]) => value !== null);
  return {
    limit,
    matches: (row) =>
      fields.every(([field, value]) => row[field] === value) &&
      (beforeInstant === undefined || instantOf(String(row.receivedAt)) < beforeInstant),
  };
}

function oneOf(query: URLSearchParams, name: string, known: readonly string[]): string | null {
  const value = query.get(name);
  if (value !== null && !known.includes(value)) throw Refusal.badChoice(name, value, known);
  return value;
}
