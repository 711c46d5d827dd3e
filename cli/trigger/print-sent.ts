import { styleText } from 'node:util';
import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';
import { durationText } from '../output/duration.ts';
import { isTerminal } from '../output/table.ts';
import { whyOf, wordOf } from '../../operations/why.ts';
import { colouredSignOf } from '../output/why.ts';

/** An event that was sent. */
export interface SentEvent {
  readonly eventId: string;
  /** The status of each answer: of each delivery of the same bytes. */
  readonly answers: readonly number[];
}

/** What became of it. */
export type Fate =
  | { readonly is: 'settled'; readonly row: LedgerRow }
  | { readonly is: 'duplicate'; readonly row: LedgerRow }
  | { readonly is: 'waiting' }
  | { readonly is: 'refused' };

interface Shape {
  readonly json?: true | undefined;
}

/** Whether an answer says that the event is stored. */
export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** Prints the id of an event, and the status of each answer. */
export function printAnswers(sent: SentEvent, { json }: Shape): void {
  const text = `${escapeControls(sent.eventId)} ${sent.answers.join(' ')}`;
  process.stdout.write(`${json ? JSON.stringify(sent) : text}\n`);
}

/** The same, and what became of it. */
export function printFate(sent: SentEvent, fate: Fate, { json }: Shape): void {
  const { eventId, answers } = sent;
  if (json) {
    const known = 'row' in fate ? withoutBody(fate.row) : {};
    process.stdout.write(`${JSON.stringify({ ...known, eventId, answers, is: fate.is })}\n`);
    return;
  }
  const columns = [escapeControls(eventId), answers.join(' '), ...textsOf(sent, fate)];
  process.stdout.write(`${columns.join(isTerminal() ? '  ' : '\t')}\n`);
}

function withoutBody({ body: _body, eventId: key, ...known }: LedgerRow) {
  return { ...known, key };
}

function textsOf({ answers }: SentEvent, fate: Fate): readonly string[] {
  if (fate.is === 'refused') return [];
  if (fate.is === 'waiting') return [`${styleText('yellow', '↻')} under way`];
  const { row } = fate;
  const { completedAt = row.receivedAt, receivedAt, attempts, outcome } = row;
  if (fate.is === 'duplicate') {
    return [`${styleText('gray', '–')} duplicate: ${wordOf(row)} since ${completedAt}`];
  }
  // The ledger counts attempts, so it is known that the handler did not run a second time.
  const isOnce = answers.length > 1 && outcome === 'APPLIED' && attempts === 1;
  const took = durationText(Date.parse(completedAt) - Date.parse(receivedAt));
  const what = `${colouredSignOf(row)} ${wordOf(row)}${isOnce ? ' once' : ''} in ${took}`;
  const why = whyOf(row);
  return [why ? `${what}: ${escapeControls(why)}` : what];
}
