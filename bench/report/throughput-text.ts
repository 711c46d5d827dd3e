import { rounded } from '../median.ts';
import type { Machine, ThroughputResults } from './results.ts';

/** When and on what, as the beginning of a sentence. */
export function runOn({ at, node, architecture, cores, load }: Machine): string {
  return `Run on ${at}, Node ${node.slice(1)}, ${architecture}, ${cores} cores, load ${load} before the run`;
}

/** The throughput of the local run as ratios, and what enforcement costs of it. */
export function throughputText({ machine, throughput }: ThroughputResults): string {
  const { events, pairs, enforcementLoss } = throughput;
  const { storedPerSecond, donePerSecond } = throughput;
  return [
    `${runOn(machine)}; ${pairs} pairs of ${events} events each.`,
    `Events are stored ${rounded(storedPerSecond / donePerSecond)} times as fast as they are done.`,
    `With the template's IAM enforced, ${rounded(1 - enforcementLoss / 100)} times as many events per second are done as without.`,
  ].join('\n');
}
