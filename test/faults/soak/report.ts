import type { Findings } from './findings.ts';
import type { MemoryWatch } from './memory.ts';
import type { SoakSettings } from './settings.ts';
import { soakEvent } from './soak-event.ts';

/** Everything that a soak tells. */
export interface SoakReport extends Findings {
  readonly settings: SoakSettings;
  /** Whether the queue was empty in the end. */
  readonly isDrained: boolean;
  readonly accepted: number;
  readonly duplicates: number;
  readonly retries: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly sentPerSecond: number;
  readonly donePerSecond: number;
  readonly peakMegabytes: ReturnType<MemoryWatch['peaks']>;
}

/** Lists that have to be empty. */
const MUST_BE_EMPTY = [
  'lost',
  'doubled',
  'stateDiffers',
  'outcomeDiffers',
  'effectDiffers',
] as const satisfies (keyof Findings)[];

export function isGood(report: SoakReport): boolean {
  const { isDrained, accepted, settings } = report;
  const isComplete = isDrained && accepted === settings.events;
  return isComplete && MUST_BE_EMPTY.every((name) => report[name].length === 0);
}

/** How many faults of each kind these settings make. */
export function faultsOf(settings: SoakSettings): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let n = 0; n < settings.events; n += 1) {
    const kind = soakEvent(n, settings).fault?.kind;
    if (kind) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

export function textOf(report: SoakReport): string {
  const { settings, faults, peakMegabytes, refusals } = report;
  const { events, users, seed } = settings;
  const rows: [string, string | number][] = [
    ['events', `${events} of ${users} users, seed ${seed}`],
    ['accepted', report.accepted],
    ['handled', report.handled],
    ['lost', report.lost.length],
    ['doubled', report.doubled.length],
    ['state differs', report.stateDiffers.length],
    ['outcome differs', report.outcomeDiffers.length],
    ['effect differs', report.effectDiffers.length],
    ['applied', report.applied],
    ['stale', report.stale],
    ['unknown type', report.unknown],
    ['dead letters', report.deadLetters],
    ['duplicates sent', report.duplicates],
    ['sent again', `${report.retries} (${listed(refusals)})`],
    ['faults', listed(faults)],
    ['handler ran again', report.repeatedEffects],
    ['attempts spent', `${report.attemptsSpentOnAws.length} on faults of AWS`],
    ['queue', report.isDrained ? 'drained' : 'NOT DRAINED'],
    ['time', `${report.seconds} s, ${report.donePerSecond} events a second`],
    ['peak memory', `${listed(peakMegabytes)} (MB)`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  const examples = MUST_BE_EMPTY.filter((name) => report[name].length > 0).map(
    (name) => `${name}: ${report[name].slice(0, 5).join(', ')}`,
  );
  const verdict = isGood(report) ? 'Nothing lost, nothing doubled.' : 'FAILED';
  return `${[...lines, ...examples, verdict].join('\n')}\n`;
}

function listed(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return parts.join(', ') || 'none';
}
