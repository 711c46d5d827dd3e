import { styleText } from 'node:util';
import { describeError } from '../../lambdas/telemetry/describe-error.ts';
import { followEvents, type LogLine } from '../../operations/event-log.ts';
import type { Stage } from '../../operations/stage.ts';
import { endingOf, retryOf } from '../log/ending.ts';
import { eventLine } from '../log/event-line.ts';
import { knownEvents } from '../log/known-events.ts';
import { INDENT, timeOfDay } from '../log/layout.ts';
import { type EventLog, type ReadLog, readLog } from '../log/read-log.ts';
import { isTerminal } from '../output/table.ts';
import { onInterruption } from '../repair/interruption.ts';

/** What `smile tail` takes. */
export interface TailOptions {
  readonly user?: string;
  readonly type?: readonly string[];
  readonly id?: readonly string[];
  readonly errors?: true;
  readonly json?: true;
}

/** A log that is read every two seconds stays well below what CloudWatch Logs allows. */
const EVERY_MS = { local: 250, deployed: 2000 };

/** Prints what happens to events, as it happens, until Ctrl-C; then how many it was. */
export async function tailEvents(stage: Stage, options: TailOptions): Promise<void> {
  const { signal, end } = onInterruption();
  const complete = knownEvents();
  const print = printerFor(options);
  const count = { done: 0, failed: 0, dead: 0 };
  const begun = Date.now();
  const following = followEvents(stage, {
    signal,
    everyMs: stage.isLocal ? EVERY_MS.local : EVERY_MS.deployed,
    ready: () => process.stderr.write('Following. Ctrl-C ends.\n'),
    lost: (error, againInMs) =>
      process.stderr.write(
        `Connection lost (${describeError(error).class}), again in ${Math.round(againInMs / 1000)} s\n`,
      ),
  });
  for await (const line of following) {
    const read = readLog(line.message);
    if (!read || !('log' in read)) continue;
    const shown = { ...read, log: complete(read.log) };
    if (!isMeant(shown, options)) continue;
    if (read.kind === 'failed') count.failed += 1;
    if (read.kind === 'ended') count[read.log.outcome === 'DEAD' ? 'dead' : 'done'] += 1;
    print(line, shown);
  }
  end();
  const minutes = Math.max(1, Math.round((Date.now() - begun) / 60_000));
  process.stderr.write(
    `\n${count.done} done, ${count.failed} failed attempts, ${count.dead} dead in ${minutes} min\n`,
  );
}

type Shown = Extract<ReadLog, { log: EventLog }>;

function isMeant({ kind, log }: Shown, { user, type, id, errors }: TailOptions): boolean {
  const isTrouble = kind === 'failed' || kind === 'retry' || log.outcome === 'DEAD';
  return (
    (user === undefined || log.subject === user) &&
    (type === undefined || type.includes(log.eventType ?? '')) &&
    (id === undefined || id.includes(log.eventId)) &&
    (!errors || isTrouble)
  );
}

function printerFor({ json }: TailOptions): (line: LogLine, shown: Shown) => void {
  if (json) return ({ message }) => void process.stdout.write(`${message.trimEnd()}\n`);
  return isTerminal() ? printForPeople : printForPrograms;
}

function printForPeople({ at, isLate }: LogLine, { kind, log }: Shown): void {
  const time = timeOfDay(new Date(at));
  const late = isLate ? styleText('gray', ' (late)') : '';
  if (kind === 'stored') return;
  if (kind === 'failed') {
    const where = [log.errorClass, log.code, log.at].filter(Boolean).join(' ');
    process.stdout.write(`${INDENT}${styleText('red', where)}  ${log.eventId}${late}\n`);
  } else {
    const [sign, what] =
      kind === 'retry' ? [styleText('yellow', '↻'), retryOf(log)] : endingOf(log);
    process.stdout.write(`${eventLine(time, sign, log, what)}${late}\n`);
  }
}

function printForPrograms({ at }: LogLine, { kind, log }: Shown): void {
  const { eventId, eventType = '', subject = '', outcome = kind, errorClass = '' } = log;
  const columns = [new Date(at).toISOString(), outcome, eventType, eventId, subject, errorClass];
  process.stdout.write(`${columns.join('\t')}\n`);
}
