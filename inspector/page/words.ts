import type { Row } from '../contract.ts';

/** Class names of colours; each stands beside a sign and a word. */
export function toneOf({ status, word }: Pick<Row, 'status' | 'word'>): string {
  if (status === 'DEAD') return 'red';
  if (status === 'QUARANTINED') return 'violet';
  if (status === 'FAILED') return 'amber';
  if (status === 'STARTED') return 'blue';
  if (word === 'stale') return 'grey';
  return word === 'unknown_type' ? 'amber' : 'green';
}

/** What each word means, for titles and the help. */
export const MEANINGS: Readonly<
  Record<string, readonly [sign: string, tone: string, meaning: string]>
> = {
  applied: ['✓', 'green', 'handled, and its fact is in state'],
  started: ['◌', 'blue', 'an attempt is under way'],
  failed: ['↻', 'amber', 'an attempt failed; it comes again by itself'],
  dead: ['✗', 'red', 'given up after its attempts; redrive it after a fix'],
  stale: ['–', 'grey', 'a newer event had said the same already; normal'],
  unknown_type: ['?', 'amber', 'a type that this version does not know; it is kept and announced'],
  quarantined: [
    '⊘',
    'violet',
    'signed, but it cannot be identified, or it contradicts an event under its id',
  ],
};

/** A word as people read it. */
export const spoken = (word: string): string => word.replace('_', ' ');

/** `1 event`, `2 events`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** Long ids are cut in the middle, on screen only. */
export function cut(id: string, most = 22): string {
  return id.length <= most ? id : `${id.slice(0, most - 7)}…${id.slice(-6)}`;
}

/** A command that shows the same list. */
export function eventsCommand(command: string, option: string, filters: URLSearchParams): string {
  const named = [
    'type',
    'user',
    'account',
    'status',
    'outcome',
    'origin',
    'since',
    'until',
  ] as const;
  const given = named.flatMap((name) => {
    const value = filters.get(name);
    return value ? [`--${name} ${quoted(value)}`] : [];
  });
  const text = filters.get('q') ?? '';
  const id = /^[^\s]{8,}$/.test(text) ? [`--id ${quoted(text)}`] : [];
  return `${[`${command} events`, ...given, ...id].join(' ')}${option}`;
}

const quoted = (text: string) =>
  /^[\w.:,@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
