import type { EventFilter } from '../../operations/event-filter.ts';
import { findEvents } from '../../operations/find-events.ts';
import { replay } from '../../operations/replay.ts';
import type { Stage } from '../../operations/stage.ts';
import { Misused } from '../misused.ts';
import { counted } from '../output/counted.ts';
import { agree } from './agree.ts';
import { checkReplayName, nameNotFound } from './not-found.ts';
import { printIds } from './print-ids.ts';
import type { RepairOptions } from './options.ts';
import { sendAndWait } from './send-and-wait.ts';

/** What `smile replay` takes beside the filter. */
export interface ReplayOptions extends RepairOptions {
  readonly as?: string;
}

/** Replays the events that a filter means: says how many, asks, and reports what became of each. */
export async function replayEvents(
  stage: Stage,
  filter: EventFilter,
  options: ReplayOptions,
): Promise<void> {
  if (Object.values(filter).every((value) => value === undefined)) {
    throw new Misused('Say which events: --id, --user, --type, --since … See smile replay --help.');
  }
  checkReplayName(options.as);
  const found = await findEvents(stage, filter);
  nameNotFound(
    filter.ids,
    found.map(({ eventId }) => eventId),
  );
  const originals = found.filter(({ eventId }) => !eventId.includes('#')).toReversed();
  const rows = originals.slice(0, options.first);
  const name = options.as ?? `r${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;
  const users = new Set(rows.map(({ subject }) => subject)).size;
  const events = counted(rows.length, 'event');
  process.stderr.write(
    `${events} of ${counted(users, 'user')}, as ${name}. Their handlers run again, each under a key of its own. ${options.stale ? 'Also those of stale ones run.' : 'Stale ones stay stale.'}\n`,
  );
  if (options.dryRun) {
    printIds(rows, options);
    return;
  }
  if (rows.length === 0) {
    process.exitCode = 1;
    return;
  }
  await agree(`Replay ${events}?`, { ...options, isLocal: stage.isLocal });
  const { rate, stale = false } = options;
  await sendAndWait(
    stage,
    rows.length,
    (signal) => replay(stage, rows, { name, rate, runStale: stale, signal }),
    options,
  );
  if (process.exitCode) process.stderr.write(`Go on: the same command with --as ${name}\n`);
}
