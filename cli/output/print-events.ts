import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import type { Listed } from '../../operations/list-events.ts';
import type { Stage } from '../../operations/stage.ts';
import { signOf, whyOf, wordOf } from '../../operations/why.ts';
import { ageOf } from './age.ts';
import { isTerminal, tableOf } from './table.ts';

/** A column of the table. */
interface Column {
  readonly head: string;
  readonly cell: (row: LedgerRow) => string;
  /** Left out on a terminal that is narrower. */
  readonly from?: number;
}

/** What people and programs both see; the id is never left out. */
const COLUMNS: readonly Column[] = [
  { head: 'STATUS', cell: wordOf },
  { head: 'TYPE', cell: ({ type = '' }) => type },
  { head: 'ID', cell: ({ eventId }) => eventId },
  { head: 'SUBJECT', cell: ({ subject }) => subject, from: 110 },
  { head: 'ATTEMPTS', cell: ({ attempts }) => String(attempts), from: 130 },
  { head: 'WHY', cell: whyOf },
];
const FOR_PEOPLE: readonly Column[] = [
  { head: '', cell: signOf },
  { head: 'AGE', cell: ({ receivedAt }) => ageOf(receivedAt).padStart(3) },
  ...COLUMNS,
];
const FOR_PROGRAMS: readonly Column[] = [
  { head: 'RECEIVED', cell: ({ receivedAt }) => receivedAt },
  ...COLUMNS,
];

/** Prints rows as a table or as JSON lines, without bodies; on standard error how many, and what to do next. */
export function printEvents(
  { rows, fromLogSince }: Listed,
  { limit, json }: { readonly limit: number; readonly json?: true },
  { option }: Stage,
): void {
  const shown = rows.slice(0, limit);
  if (json) {
    for (const { body: _body, ...row } of shown) process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const forPeople = isTerminal();
  const width = forPeople ? process.stdout.columns : Infinity;
  const columns = (forPeople ? FOR_PEOPLE : FOR_PROGRAMS).filter(({ from = 0 }) => width >= from);
  const lines = shown.map((row) => columns.map(({ cell }) => cell(row)));
  const header = columns.map(({ head }) => head);
  if (shown.length > 0) process.stdout.write(tableOf(header, lines, forPeople));
  const [first] = shown;
  const next = first ? `     Next: smile event ${first.eventId}${option}` : '';
  const source =
    fromLogSince === undefined ? '' : ` · ended since ${fromLogSince}, by the worker's log`;
  process.stderr.write(`${shown.length} shown, ${rows.length} match${source}${next}\n`);
}
