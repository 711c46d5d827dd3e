import { createInterface } from 'node:readline/promises';
import type { EventFilter } from '../../operations/event-filter.ts';
import { findEvents } from '../../operations/find-events.ts';
import { replay } from '../../operations/replay.ts';
import type { Stage } from '../../operations/stage.ts';
import { Misused } from '../misused.ts';

/** What `smile replay` takes beside the filter. */
export interface ReplayOptions {
  readonly stage?: string;
  readonly as?: string;
  readonly rate: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly confirm?: string;
  readonly json?: true;
}

/** Replays the events that a filter means: says how many, asks, and reports each. */
export async function replayEvents(
  stage: Stage,
  filter: EventFilter,
  options: ReplayOptions,
): Promise<void> {
  if (Object.values(filter).every((value) => value === undefined)) {
    throw new Misused('Say which events: --id, --user, --type, --since … See smile replay --help.');
  }
  const rows = (await findEvents(stage, filter)).filter(({ eventId }) => !eventId.includes('#'));
  const users = new Set(rows.map(({ subject }) => subject)).size;
  const name = options.as ?? `r${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;
  const events = countText(rows.length, 'event');
  process.stderr.write(`${events} of ${countText(users, 'user')}, as ${name}\n`);
  if (options.dryRun) {
    for (const { eventId } of rows) process.stdout.write(`${eventId}\n`);
    return;
  }
  if (rows.length === 0) return;
  await agree(`Their handlers run again. Replay ${events}?`, stage, options);
  const refused = await report(stage, rows, { name, rate: options.rate }, options);
  if (refused > 0) process.exitCode = 1;
}

async function report(
  stage: Stage,
  rows: Awaited<ReturnType<typeof findEvents>>,
  how: Parameters<typeof replay>[2],
  { json }: ReplayOptions,
): Promise<number> {
  let [sent, refused] = [0, 0];
  for await (const replayed of replay(stage, rows, how)) {
    const isSent = 'newId' in replayed;
    if (isSent) sent += 1;
    else refused += 1;
    const line = isSent
      ? `${replayed.eventId}  sent as ${replayed.newId}`
      : `${replayed.eventId}  not sent: ${replayed.refused}`;
    process.stdout.write(`${json ? JSON.stringify(replayed) : line}\n`);
  }
  process.stderr.write(
    `${sent} sent, ${refused} not. If it was cut off: the same command with --as ${how.name}\n`,
  );
  return refused;
}

const countText = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Asks on a terminal. @throws Misused where nobody can be asked */
async function agree(
  question: string,
  { isLocal }: Stage,
  { yes, confirm, stage }: ReplayOptions,
): Promise<void> {
  if (confirm !== undefined && confirm === stage) return;
  if (yes && (isLocal || stage === 'sandbox')) return;
  const wanted = isLocal || stage === 'sandbox' ? 'yes' : (stage ?? '');
  const flag = wanted === 'yes' ? '--yes' : `--confirm ${wanted}`;
  if (!process.stdin.isTTY) throw new Misused(`This asks before it acts. Add ${flag}.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} Type ${wanted}: `);
  terminal.close();
  if (answer !== wanted) throw new Misused('Nothing was sent.');
}
