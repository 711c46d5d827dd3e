import type { LedgerRow } from '../../lambdas/ledger/ledger-row.ts';
import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';
import { bodyOf } from '../../operations/body-of.ts';
import type { Stage } from '../../operations/stage.ts';
import { whyOf, wordOf } from './why.ts';

/** Prints what is known of an event, without its body. */
export function printEvent(
  row: LedgerRow,
  { json }: { readonly json?: true },
  { option }: Stage,
): void {
  const { body: _body, ...known } = row;
  if (json) {
    process.stdout.write(`${JSON.stringify(known)}\n`);
    return;
  }
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['type', row.type],
    ['id', row.eventId],
    ['became', `${wordOf(row)} after ${row.attempts} attempt${row.attempts === 1 ? '' : 's'}`],
    ['why', whyOf(row) || undefined],
    ['subject', row.subject],
    ['account', row.accountId],
    ['origin', row.origin],
    ['created', row.createdAt],
    ['received', row.receivedAt],
    ['begun', row.startedAt],
    ['handled', row.handledAt],
    ['completed', row.completedAt],
    ['body', row.body === undefined ? row.bodyRef : 'in the row, masked (--body prints it)'],
  ];
  for (const [name, value] of lines) {
    if (value !== undefined) process.stdout.write(`${name.padEnd(10)} ${escapeControls(value)}\n`);
  }
  process.stderr.write(`Next: ${nextOf(row, option)}\n`);
}

function nextOf({ status, eventId, subject }: LedgerRow, option: string): string {
  if (status === 'DONE') return `smile replay --id ${eventId}${option}, and its handler runs again`;
  return `smile events --user ${subject}${option}, what else came for it`;
}

/** Prints what Smile sent, byte by byte. */
export async function printBody(stage: Stage, row: LedgerRow): Promise<void> {
  const body = await bodyOf(stage, row);
  if (body !== undefined) {
    process.stdout.write(body);
    return;
  }
  process.stderr.write('The row has no body yet: its first attempt is under way.\n');
  process.exitCode = 1;
}
