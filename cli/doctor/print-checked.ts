import { stripVTControlCharacters, styleText } from 'node:util';
import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';
import type { Mark } from '../../operations/doctor/finding.ts';
import type { Checked } from '../../operations/doctor/run-checks.ts';
import { isTerminal } from '../output/table.ts';

/** What printing can be told. */
export interface PrintOptions {
  readonly json?: true;
  readonly verbose?: true;
}

export const SIGNS: Readonly<Record<Mark, string>> = {
  fine: '✓',
  warning: '!',
  problem: '✗',
  unseen: '?',
  'not-here': '–',
};
const COLOURS = {
  fine: 'green',
  warning: 'yellow',
  problem: 'red',
  unseen: 'magenta',
  'not-here': 'gray',
} as const;

/** As wide as the longest name. */
const NAME_WIDTH = 13;
const INDENT = ' '.repeat(NAME_WIDTH + 3);

/** Prints a finding: lines on a terminal, tabs in a pipe, or one JSON object. */
export function printChecked(checked: Checked, { json, verbose }: PrintOptions): void {
  if (json) process.stdout.write(`${JSON.stringify(checked)}\n`);
  else for (const line of linesOf(checked, verbose)) process.stdout.write(`${line}\n`);
}

function linesOf({ check, mark, says, cure, evidence = {} }: Checked, verbose?: true) {
  const more = verbose
    ? Object.entries(evidence).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    : [];
  if (!isTerminal()) return [[SIGNS[mark], check, says, cure ?? '', ...more].map(clean).join('\t')];
  return [
    `${styleText(COLOURS[mark], SIGNS[mark])} ${check.padEnd(NAME_WIDTH)} ${clean(says)}`,
    ...(cure === undefined ? [] : [`${INDENT}cure: ${clean(cure)}`]),
    ...more.map((line) => `${INDENT}${styleText('gray', clean(line))}`),
  ];
}

/** What Smile and AWS say cannot write to the terminal. */
const clean = (text: string) => escapeControls(stripVTControlCharacters(text));
