import { isatty } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';

/** Whether a person reads what is printed. */
export const isTerminal = (): boolean => isatty(1);

/**
 * A table for people on a terminal: aligned, with a header. In a pipe: tabs, no header, nothing cut.
 *
 * @param rows texts from outside; control characters are escaped
 */
export function tableOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  forPeople: boolean,
): string {
  const clean = rows.map((row) =>
    row.map((text) => escapeControls(stripVTControlCharacters(text))),
  );
  if (!forPeople) return clean.map((row) => `${row.join('\t')}\n`).join('');
  const all = [header, ...clean];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map(
      (row) =>
        `${row
          .map((text, column) => text.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
