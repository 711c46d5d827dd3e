import { rounded } from '../median.ts';
import type { Machine, ThroughputResults } from './results.ts';

/** When and on what, as the beginning of a sentence. */
export function runOn({ at, node, architecture, cores, load }: Machine): string {
  return `Run on ${at}, Node ${node.slice(1)}, ${architecture}, ${cores} cores, load ${load} before the run`;
}

/** The throughput of the local run as ratios, and what enforcement costs of it. */
export function throughputText({ machine, throughput }: ThroughputResults): string {
  const { events, pairs, enforcementLoss, enforcementLosses } = throughput;
  const sorted = enforcementLosses.toSorted((a, b) => a - b);
  const quarter = Math.floor(pairs / 4);
  const { storedPerSecond, donePerSecond } = throughput;
  return [
    `${runOn(machine)}; ${pairs} pairs of ${events} events each.`,
    `Events are stored ${rounded(storedPerSecond / donePerSecond)} times as fast as they are done.`,
    `With the template's IAM enforced, ${ratioOf(enforcementLoss)} times as many events per second are done as without.`,
    `The middle half of the pairs lies between ${ratioOf(sorted.at(-1 - quarter))} and ${ratioOf(sorted[quarter])}: the wider, the busier the machine was.`,
  ].join('\n');
}

/** Of events per second with enforcement to those without. */
function ratioOf(lossInPercent = Number.NaN): number {
  return rounded(1 - lossInPercent / 100);
}
