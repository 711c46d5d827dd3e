import type { Findings } from './findings.ts';
import type { MemoryWatch } from './memory.ts';
import type { SoakSettings } from './settings.ts';
import { isTooFew, type Tally } from './tally.ts';

/** Everything that a soak tells. */
export interface SoakReport extends Findings {
  readonly settings: SoakSettings;
  /** Whether the queue was empty in the end. */
  readonly isDrained: boolean;
  readonly accepted: number;
  /** Ids of the events that were refused again and again. */
  readonly refused: readonly string[];
  /** Whether sending stopped since accepted events did not end any more. */
  readonly isStalled: boolean;
  readonly duplicates: number;
  readonly retries: number;
  readonly refusals: Readonly<Record<string, number>>;
  /** What the run said about the template's IAM. */
  readonly denials: readonly string[];
  readonly seconds: number;
  readonly sentPerSecond: number;
  readonly donePerSecond: number;
  readonly peakMegabytes: ReturnType<MemoryWatch['peaks']>;
}

/** Lists that have to be empty. */
const MUST_BE_EMPTY = [
  'lost',
  'doubled',
  'bodyDiffers',
  'stateDiffers',
  'outcomeDiffers',
  'effectDiffers',
  'refused',
  'denials',
] as const satisfies (keyof SoakReport)[];

/** Whether a line tells of a call that IAM denies, or that IAM is not enforced: neither must be. */
export function isAboutIam(line: string): boolean {
  return /^IAM\b/.test(line);
}

/** What is not as it has to be, a sentence each; empty: the soak is good. */
export function problemsOf(report: SoakReport): string[] {
  const { settings, accepted, forgotten } = report;
  const notEmpty = MUST_BE_EMPTY.filter((name) => report[name].length > 0);
  const tooFew = Object.entries(report.faults).filter(([, tally]) => isTooFew(tally));
  const claims: [boolean, string][] = [
    [!report.isStalled, 'sending stopped: accepted events did not end any more'],
    [report.isDrained, 'the queue is not drained'],
    [accepted === settings.events, `${accepted} of ${settings.events} events were accepted`],
    [
      !isTooFew(forgotten),
      `duplicates that SQS let through: ${shareOf(forgotten)} came to the worker`,
    ],
  ];
  return [
    ...notEmpty.map((name) => `${name}: ${report[name].slice(0, 5).join(', ')}`),
    ...claims.filter(([holds]) => !holds).map(([, problem]) => problem),
    ...tooFew.map(([name, tally]) => `fault ${name}: ${shareOf(tally)} happened`),
  ];
}

export function textOf(report: SoakReport): string {
  const { settings, peakMegabytes, refusals, forgotten } = report;
  const { events, users, seed } = settings;
  const rows: [string, string | number][] = [
    ['events', `${events} of ${users} users, seed ${seed}`],
    ['accepted', report.accepted],
    ['handled', report.handled],
    ['lost', report.lost.length],
    ['doubled', report.doubled.length],
    ['body differs', report.bodyDiffers.length],
    ['state differs', report.stateDiffers.length],
    ['outcome differs', report.outcomeDiffers.length],
    ['effect differs', report.effectDiffers.length],
    ['denied by IAM', report.denials.length],
    ['applied', report.applied],
    ['stale', report.stale],
    ['unknown type', report.unknown],
    ['dead letters', report.deadLetters],
    ['duplicates sent', report.duplicates],
    ['duplicates at worker', `${report.duplicatesAtWorker} (let through: ${shareOf(forgotten)})`],
    ['sent again', `${report.retries} (${listed(refusals)})`],
    ['faults', faultsByKind(report.faults)],
    ['faults ruled out', `${report.faultsRuledOut}, as their events were stale`],
    ['handler ran again', report.repeatedEffects],
    ['attempts spent', `${report.attemptsSpentOnAws.length} on faults of AWS`],
    ['queue', report.isDrained ? 'drained' : 'NOT DRAINED'],
    ['time', `${report.seconds} s, ${report.donePerSecond} events a second`],
    ['peak memory', `${listed(peakMegabytes)} (MB)`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  const problems = problemsOf(report);
  const verdict = problems.length === 0 ? 'Nothing lost, nothing doubled.' : 'FAILED';
  return `${[...lines, ...problems, verdict].join('\n')}\n`;
}

/** The steps are judged one by one, and told together. */
function faultsByKind(faults: Readonly<Record<string, Tally>>): string {
  const byKind = Map.groupBy(Object.entries(faults), ([name]) => name.split(' ')[0] ?? '');
  const parts = Array.from(byKind, ([kind, entries]) => {
    const planned = entries.reduce((sum, [, tally]) => sum + tally.planned, 0);
    const happened = entries.reduce((sum, [, tally]) => sum + tally.happened, 0);
    return `${shareOf({ planned, happened })} ${kind}`;
  });
  return parts.join(', ') || 'none';
}

function shareOf({ planned, happened }: Tally): string {
  return `${happened} of ${planned}`;
}

function listed(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return parts.join(', ') || 'none';
}
