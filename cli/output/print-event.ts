import { styleText } from 'node:util';
import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import type { Change, ChangedFact } from '../../lambdas/state/changes.ts';
import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';
import { bodyOf } from '../../operations/body-of.ts';
import type { Stage } from '../../operations/stage.ts';
import { type Moment, timelineOf } from '../../operations/timeline.ts';
import { whyOf, wordOf } from '../../operations/why.ts';
import { counted } from './counted.ts';
import { durationText } from './duration.ts';
import { colouredSignOf } from './why.ts';

/** Prints what is known of an event, without its body. */
export function printEvent(
  row: LedgerRow,
  { json }: { readonly json?: true },
  { option, url }: Stage,
): void {
  const { body: _body, ...known } = row;
  if (json) {
    process.stdout.write(`${JSON.stringify(known)}\n`);
    return;
  }
  for (const line of linesOf(row)) process.stdout.write(`${line}\n`);
  process.stderr.write(`Next: ${nextOf(row, option)}\nPage: ${pageOf(row, option, url)}\n`);
}

function linesOf(row: LedgerRow): readonly string[] {
  const { eventId, type = 'no type', subject, accountId, origin, attempts, announced } = row;
  const why = whyOf(row);
  const about = [
    `user ${subject}`,
    ...(accountId ? [`account ${accountId}`] : []),
    `origin ${origin}`,
  ];
  const moments = timelineOf(row);
  return [
    `${colouredSignOf(row)} ${styleText('bold', escapeControls(type))}  ${escapeControls(eventId)}   ${wordOf(row)}, ${counted(attempts, 'attempt')}`,
    `  ${escapeControls([...about, bodyText(row)].join('   '))}`,
    ...(why ? [`  ${styleText('red', escapeControls(why))}`] : []),
    ...moments.map(
      (moment, index) => `  ${escapeControls(momentLine(moment, moments[index - 1]))}`,
    ),
    ...(row.changes ?? []).map((change) => `  State      ${escapeControls(changeText(change))}`),
    `  Announced  ${announced ? escapeControls(announced.detailType) : 'nothing'}`,
  ];
}

function bodyText({ body, bodyRef }: LedgerRow): string {
  if (body !== undefined) {
    const size = (Buffer.byteLength(body) / 1024).toFixed(1);
    return `${size} KB, masked (--body prints it)`;
  }
  return bodyRef === undefined ? 'no body yet' : 'body in the bucket (--body prints it)';
}

const DAY = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });
const TIME = new Intl.DateTimeFormat('sv-SE', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const ZONE = new Intl.DateTimeFormat('en', { timeZoneName: 'longOffset' });

function momentLine({ at, what, took, detail = '' }: Moment, before: Moment | undefined): string {
  const time = new Date(at);
  const isNewDay = before === undefined || DAY.format(new Date(before.at)) !== DAY.format(time);
  const zone = ZONE.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const columns = [
    TIME.format(time).replace(',', '.'),
    what.padEnd(22),
    (took === undefined ? '' : durationText(took)).padStart(8),
    [detail, ...(isNewDay ? [`${DAY.format(time)}, ${zone}`] : [])].filter(Boolean).join('   '),
  ];
  return columns.join('  ').trimEnd();
}

function changeText({ path, from, to }: Change): string {
  return `${path}  ${factText(from)} → ${factText(to)}`;
}

function factText(fact: ChangedFact | undefined): string {
  if (fact === undefined) return '(none)';
  return fact.value ?? Object.values(fact)[0] ?? '(none)';
}

/** Where the inspector shows the event: a link to the local run, which serves it, or the command that does. */
function pageOf({ eventId }: LedgerRow, option: string, url: string | undefined): string {
  return url === undefined
    ? `smile inspect --event ${eventId}${option}`
    : `${url}/e/${encodeURIComponent(eventId)}`;
}

function nextOf(row: LedgerRow, option: string): string {
  const { status, eventId, subject, lastError } = row;
  switch (status) {
    case 'DONE':
      return `smile replay --id ${eventId}${option}, and its handler runs again`;
    case 'DEAD':
      return `${lastError?.at ? `mend ${lastError.at}` : 'mend its reason'}, deploy, then smile redrive --id ${eventId}${option}`;
    case 'QUARANTINED':
      return `smile event ${eventId} --body${option}, what came. After a fix: smile replay --id ${eventId}${option}`;
    case 'STARTED':
    case 'FAILED':
      return `smile events --user ${subject}${option}, what else came for it`;
  }
}

/** Prints what Smile sent, byte by byte. */
export async function printBody(stage: Stage, row: LedgerRow): Promise<void> {
  const body = await bodyOf(stage, row);
  if (body !== undefined) {
    process.stdout.write(body);
    return;
  }
  process.stderr.write('There is no body: its first attempt is under way, or it has expired.\n');
  process.exitCode = 1;
}
