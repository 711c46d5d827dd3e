import { type Command, InvalidArgumentError } from 'commander';
import { OUTCOMES, STATUSES } from '../../lambdas/ledger/choices.ts';
import type { LedgerStatus, Outcome } from '../../lambdas/ledger/ledger-row.ts';
import { type Origin, ORIGINS } from '../../lambdas/message/origin.ts';
import { instantOf } from '../../lambdas/smile/envelope.ts';
import type { EventFilter } from '../../operations/event-filter.ts';

/** The options that say which events are meant. */
export interface FilterOptions {
  readonly id?: readonly string[];
  readonly user?: string;
  readonly account?: string;
  readonly type?: readonly string[];
  readonly status?: readonly LedgerStatus[];
  readonly outcome?: readonly Outcome[];
  readonly origin?: readonly Origin[];
  readonly since?: string;
  readonly until?: string;
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** Adds them to a command. Those with several values take commas, or are repeated. */
export function addFilter(command: Command): Command {
  return addChoice(command)
    .option('--status <statuses>', names(STATUSES), severalOf(STATUSES))
    .option('--outcome <outcomes>', names(OUTCOMES), severalOf(OUTCOMES))
    .option('--origin <origin>', ORIGINS.join(', '), originOf);
}

/** Adds those that make sense for events of one status. */
export function addChoice(command: Command): Command {
  return command
    .option('--id <ids>', 'event ids; - reads them from standard input', several)
    .option('--user <id>', 'of this user, record or verification')
    .option('--account <id>', 'of this account')
    .option('--type <types>', 'of these event types', several)
    .option('--since <time>', 'received since: 2h, 30m, 2026-11-30, RFC 3339', timeOf)
    .option('--until <time>', 'received before', timeOf);
}

/** What the options ask for. Ids may come from standard input. */
export async function filterOf(options: FilterOptions): Promise<EventFilter> {
  const { id, type, status, outcome, origin, user, account, since, until } = options;
  return {
    ids: id?.includes('-') ? await wordsOf(process.stdin) : id,
    types: type,
    statuses: status,
    outcomes: outcome,
    origins: origin,
    user,
    account,
    since,
    until,
  };
}

const names = (known: object) => Object.keys(known).join(', ').toLowerCase();

async function wordsOf(stream: AsyncIterable<unknown>): Promise<readonly string[]> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Values between commas, added to those before. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((each) => each.trim())];
}

function severalOf(known: object) {
  return (text: string, before: readonly string[] = []): readonly string[] => {
    const values = text.split(',').map((each) => each.trim().toUpperCase());
    const unknown = values.find((value) => !Object.hasOwn(known, value));
    if (unknown !== undefined) {
      throw new InvalidArgumentError(`${unknown.toLowerCase()} is not one of ${names(known)}.`);
    }
    return [...before, ...values];
  };
}

function originOf(text: string): readonly Origin[] {
  const origin = ORIGINS.find((each) => each === text);
  if (origin) return [origin];
  throw new InvalidArgumentError(`${text} is not one of ${ORIGINS.join(', ')}.`);
}

/** A time as it is written: how long ago, a day, or an instant. */
function timeOf(text: string): string {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) {
    return new Date(Date.now() - Number(count) * (UNITS[unit] ?? 0) * 1000).toISOString();
  }
  const written = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  if (Number.isNaN(instantOf(written))) {
    throw new InvalidArgumentError('Write 2h, 30m, 7d, 2026-11-30 or 2026-11-30T14:00:00Z.');
  }
  return written;
}
