import { styleText } from 'node:util';
import { outcomes, type Settled } from '../../operations/outcomes.ts';
import type { Sent } from '../../operations/send.ts';
import type { Stage } from '../../operations/stage.ts';
import { whyOf, wordOf } from '../../operations/why.ts';
import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';
import { counted } from '../output/counted.ts';
import { progress } from '../output/progress.ts';
import { onInterruption } from './interruption.ts';
import type { RepairOptions } from './options.ts';

/** Sends events, with a signal that a Ctrl-C sets. */
export type Sending = (signal: AbortSignal) => AsyncGenerator<Sent>;

/**
 * Sends events, waits for what becomes of each, and prints it: one line for each event, at the end a summary. The exit
 * code is 1 if one was not sent, died again, or is still under way.
 */
export async function sendAndWait(
  stage: Stage,
  total: number,
  sending: Sending,
  options: Pick<RepairOptions, 'wait' | 'waitFor' | 'json'>,
): Promise<void> {
  const { signal, end } = onInterruption();
  const print = options.json ? printJson : printLine;
  const sent: Extract<Sent, { key: string }>[] = [];
  let refused = 0;
  const shown = progress();
  let trouble: unknown;
  try {
    for await (const each of sending(signal)) {
      if ('refused' in each) {
        refused += 1;
        print(each);
      } else sent.push(each);
      shown.show(`${sent.length + refused} of ${total} sent`);
    }
  } catch (error) {
    // What is sent by now is reported all the same.
    trouble = error;
  }
  shown.clear();
  if (options.wait) await settle(stage, sent, refused, { signal, print, ...options });
  else {
    for (const each of sent) print(each);
    process.stderr.write(`${sent.length} sent${refused ? `, ${refused} not` : ''}\n`);
    if (refused > 0) process.exitCode ??= 1;
  }
  end();
  if (trouble !== undefined) throw trouble;
}

/** One line of the report. */
type Shown = Sent | Settled | (Extract<Sent, { key: string }> & { readonly isUnderWay: true });

interface Waiting {
  readonly signal: AbortSignal;
  readonly waitFor: number;
  readonly print: (each: Shown) => void;
}

async function settle(
  stage: Stage,
  sent: readonly Extract<Sent, { key: string }>[],
  refused: number,
  { signal, waitFor, print }: Waiting,
): Promise<void> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(waitFor * 1000)]);
  const shown = progress();
  const waiting = new Set(sent.map(({ key }) => key));
  let [done, dead] = [0, 0];
  for await (const settled of outcomes(stage, sent, until)) {
    if (settled.row.status === 'DONE') done += 1;
    else dead += 1;
    waiting.delete(settled.row.eventId);
    shown.clear();
    print(settled);
    shown.show(`${counted(waiting.size, 'event')} under way`);
  }
  shown.clear();
  for (const each of sent) if (waiting.has(each.key)) print({ ...each, isUnderWay: true });
  const parts = [
    `${styleText('green', '✓')} ${done} done`,
    ...(waiting.size ? [`${styleText('yellow', '↻')} ${waiting.size} under way`] : []),
    ...(dead ? [`${styleText('red', '✗')} ${dead} not done`] : []),
    ...(refused ? [`– ${refused} not sent`] : []),
  ];
  process.stderr.write(`${parts.join('   ')}\n`);
  if (waiting.size + dead + refused > 0) process.exitCode ??= 1;
}

function printJson(each: Shown): void {
  process.stdout.write(`${JSON.stringify('row' in each ? withoutBody(each) : each)}\n`);
}

function withoutBody({ eventId, row }: Settled) {
  const { body: _body, ...known } = row;
  return { ...known, eventId, key: row.eventId };
}

function printLine(each: Shown): void {
  process.stdout.write(`${escapeControls(lineOf(each))}\n`);
}

function lineOf(each: Shown): string {
  if ('refused' in each) return `${each.eventId}\tnot sent: ${each.refused}`;
  if ('row' in each) {
    return [each.eventId, [wordOf(each.row), whyOf(each.row)].filter(Boolean).join(': ')].join(
      '\t',
    );
  }
  if ('isUnderWay' in each) return `${each.eventId}\tunder way`;
  return `${each.eventId}\tsent${each.key === each.eventId ? '' : ` as ${each.key}`}`;
}
