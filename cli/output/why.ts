import { styleText } from 'node:util';
import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import { signOf } from '../../operations/why.ts';

type Colour = 'red' | 'magenta' | 'yellow' | 'gray' | 'green' | 'blue';

const COLOURS: Readonly<Record<string, Colour>> = {
  '✗': 'red',
  '⊘': 'magenta',
  '◌': 'blue',
  '↻': 'yellow',
  '?': 'yellow',
  '–': 'gray',
};

/** The sign of a row in its colour. */
export function colouredSignOf(row: LedgerRow): string {
  const sign = signOf(row);
  return styleText(COLOURS[sign] ?? 'green', sign);
}
