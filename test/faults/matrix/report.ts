import { CALLBACK_FAULTS, callbackCell } from './callback-faults.ts';
import {
  ALL_CELLS,
  cellName,
  type Fault,
  FAULTS,
  type MatrixStep,
  STEPS,
  whyNot,
} from './cells.ts';
import type { MatrixResult } from './matrix.ts';
import type { Verdict } from './verdict.ts';

/** Everything that a run of the matrix tells. */
export interface MatrixReport extends MatrixResult {
  readonly seconds: number;
}

/** All that was tried holds, and something was tried. */
export function isGood({ verdicts, callbacks, broken }: MatrixReport): boolean {
  const holds = [...verdicts, ...callbacks].every((each) => each.broken.length === 0);
  return holds && broken.length === 0 && verdicts.length + callbacks.length > 0;
}

/** Over the columns, which are narrow. */
const SHORT: Readonly<Record<Fault, string>> = {
  'crash before': 'crash <',
  'crash after': 'crash >',
  timeout: 'timeout',
  throttled: 'throttle',
  'network cut': 'cut',
  'network cut for good': 'cut all',
  'engine restarted': 'restart',
  'clock back': 'clock -3h',
  'clock ahead': 'clock +3h',
};

/** A table of steps and faults, then what is broken, and why some cells are empty. */
export function textOf(report: MatrixReport): string {
  const { verdicts, callbacks, broken, seconds } = report;
  const cell = (step: MatrixStep, fault: Fault) =>
    verdicts.find((each) => each.cell.step === step && each.cell.fault === fault);
  const table = [
    ['step', ...FAULTS.map((fault) => SHORT[fault])],
    ...STEPS.map((step) =>
      [step as string].concat(
        FAULTS.map((fault) => (whyNot({ step, fault }) ? '-' : shown(cell(step, fault)))),
      ),
    ),
  ];
  const failures = [
    ...verdicts.map(({ cell: each, broken: what }) => [cellName(each), what] as const),
    ...callbacks.map(({ fault, broken: what }) => [callbackCell(fault), what] as const),
  ].flatMap(([name, what]) => (what.length > 0 ? [`${name}: ${what.join('; ')}`] : []));
  const lines = [
    ...aligned(table),
    '',
    'POST /callbacks, SendMessageBatch',
    ...aligned(
      CALLBACK_FAULTS.map((fault) => [
        fault.name,
        shown(callbacks.find((each) => each.fault === fault)),
      ]),
    ),
    '',
    'ok: everything accepted is in the ledger once, byte for byte, a callback as the event that it became, and',
    'ended as it has to, state is the model’s,',
    'effects come before the end, no more than the cell allows, and never after it, announcements after the',
    'effect, the queue is empty.',
    'ok 2: two attempts, as it has to be.',
    '',
    'not applicable (-):',
    ...reasons(),
    '',
    ...[...broken, ...failures].map((what) => `BROKEN ${what}`),
    `${verdicts.length + callbacks.length} cells in ${seconds} s: ${isGood(report) ? 'all hold.' : 'FAILED.'}`,
  ];
  return `${lines.join('\n')}\n`;
}

function shown(
  verdict: (Partial<Verdict> & { readonly broken: readonly string[] }) | undefined,
): string {
  if (!verdict) return '?';
  if (verdict.broken.length > 0) return 'BROKEN';
  return verdict.attempts === undefined || verdict.attempts <= 1 ? 'ok' : `ok ${verdict.attempts}`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.map((_, place) =>
    Math.max(...rows.map((row) => row[place]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((text, place) => text.padEnd(columns?.[place] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function reasons(): string[] {
  const empty = ALL_CELLS.flatMap((cell) => {
    const reason = whyNot(cell);
    return reason === undefined ? [] : [{ ...cell, reason }];
  });
  const byReason = Map.groupBy(empty, ({ step, reason }) => `${step}: ${reason}`);
  return Array.from(byReason, ([reason, cells]) => {
    const faults = cells.map(({ fault }) => fault).join(', ');
    return `  ${reason} (${faults})`;
  });
}
