import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import type { Stage } from '../../operations/stage.ts';
import { ageOf } from './age.ts';
import { isTerminal, tableOf } from './table.ts';
import { whyOf, wordOf } from './why.ts';

const HEADER = ['AGE', 'STATUS', 'TYPE', 'ID', 'SUBJECT', 'ATTEMPTS', 'WHY'] as const;

/** Prints rows as a table or as JSON lines, without bodies; on standard error how many, and what to do next. */
export function printEvents(
  rows: readonly LedgerRow[],
  { limit, json }: { readonly limit: number; readonly json?: true },
  { option }: Stage,
): void {
  const shown = rows.slice(0, limit);
  if (json) {
    for (const { body: _body, ...row } of shown) process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const forPeople = isTerminal();
  const lines = shown.map((row) => lineOf(row, forPeople));
  if (shown.length > 0) process.stdout.write(tableOf(HEADER, lines, forPeople));
  const [first] = shown;
  const next = first ? `     Next: smile event ${first.eventId}${option}` : '';
  process.stderr.write(`${shown.length} shown, ${rows.length} match${next}\n`);
}

function lineOf(row: LedgerRow, forPeople: boolean): readonly string[] {
  const { receivedAt, type = '', eventId, subject, attempts } = row;
  const when = forPeople ? ageOf(receivedAt) : receivedAt;
  return [when, wordOf(row), type, eventId, subject, String(attempts), whyOf(row)];
}
