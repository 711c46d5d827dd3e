import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';
import type { Result } from '../run.ts';

/** How many scenarios ended in which way. */
export type Counts = Readonly<Record<Result['outcome'], number>>;

export function countsOf(results: readonly Result[]): Counts {
  const counts = { ok: 0, failed: 0, skipped: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

const WORDS = { ok: 'ok', failed: 'FAILED', skipped: 'skipped' } as const;

/** One scenario as one line; why it did not pass, and what was not looked at, is part of it. */
export function lineOf({ id, sentence, outcome, reason, notes, milliseconds }: Result): string {
  const word = WORDS[outcome].padEnd(7);
  const why = reason === undefined ? '' : `: ${reason.replaceAll('\n', ' ')}`;
  const unseen = notes.length === 0 ? '' : ` (not checked: ${notes.join('; ')})`;
  const time = outcome === 'skipped' ? '' : ` ${milliseconds} ms`;
  const what = outcome === 'ok' ? ` ${sentence}` : why.slice(1);
  return escapeControls(`${word} ${id}${outcome === 'ok' ? ':' : ' –'}${what}${unseen}${time}`);
}

export function summaryOf({ ok, failed, skipped }: Counts): string {
  return `${ok} ok, ${failed} failed, ${skipped} skipped`;
}
