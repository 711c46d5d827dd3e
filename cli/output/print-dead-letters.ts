import type { DeadLetter } from '../../operations/dead-letter.ts';
import type { HeldLetters } from '../../operations/held-letters.ts';
import type { Stage } from '../../operations/stage.ts';
import { ageOf } from './age.ts';
import { counted } from './counted.ts';
import { isTerminal, tableOf } from './table.ts';

const HEADER = ['KEY', 'REASON', 'COUNT', 'FIRST', 'LAST', 'TYPE', 'EXAMPLE'] as const;

/** Prints dead letters by reason, as a table or as JSON lines; what to do next on standard error. */
export function printDeadLetters(
  held: Pick<HeldLetters, 'letters' | 'beyond' | 'retentionSeconds'>,
  { json }: { readonly json?: true },
  { option }: Stage,
): void {
  const { letters, beyond, retentionSeconds } = held;
  const groups = [...Map.groupBy(letters, ({ reason }) => reason.key).values()]
    .map(groupOf)
    .toSorted((one, other) => other.count - one.count);
  if (json) {
    for (const group of groups) process.stdout.write(`${JSON.stringify(group)}\n`);
    return;
  }
  const forPeople = isTerminal();
  if (groups.length > 0) {
    process.stdout.write(
      tableOf(
        HEADER,
        groups.map((group) => lineOf(group, forPeople)),
        forPeople,
      ),
    );
  }
  const leaves = Math.min(...letters.map(({ sentAt }) => sentAt)) + retentionSeconds * 1000;
  const sentences = [
    letters.length === 0 ? 'No dead letters.' : `${counted(letters.length, 'dead letter')}.`,
    ...(beyond > 0
      ? [`${beyond} more cannot be seen now: behind these, or held by another command.`]
      : []),
    ...(letters.length > 0 ? [`The oldest leaves the queue in ${untilOf(leaves)}.`] : []),
  ];
  const next = groups[0] ? `   Next: smile redrive --reason ${groups[0].key}${option}` : '';
  process.stderr.write(`${sentences.join(' ')}${next}\n`);
}

interface Group {
  readonly key: string;
  readonly reason: string;
  readonly count: number;
  /** When the first and the last of them died. ISO 8601. */
  readonly first: string;
  readonly last: string;
  readonly types: readonly string[];
  readonly ids: readonly string[];
}

function groupOf(letters: readonly DeadLetter[]): Group {
  const { key = '', text = '' } = letters[0]?.reason ?? {};
  const times = letters.map(({ sentAt }) => sentAt);
  return {
    key,
    reason: text,
    count: letters.length,
    first: new Date(Math.min(...times)).toISOString(),
    last: new Date(Math.max(...times)).toISOString(),
    types: [...new Set(letters.map(({ event }) => event.type ?? ''))],
    ids: letters.map(({ eventId }) => eventId),
  };
}

function lineOf({ key, reason, count, first, last, types, ids }: Group, forPeople: boolean) {
  const shown = forPeople ? ageOf : (time: string) => time;
  const [type = '', ...others] = types;
  const more = others.length > 0 ? ` +${others.length}` : '';
  return [key, reason, String(count), shown(first), shown(last), `${type}${more}`, ids[0] ?? ''];
}

/** How long it is until then, in one unit: the other direction of an age. */
const untilOf = (time: number) => ageOf(new Date(Date.now()).toISOString(), time);
