import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { installOnDemand } from '../local/install-on-demand.ts';
import { benchBoot } from './boot.ts';
import { benchBundles } from './bundles.ts';
import { benchCpu } from './cpu.ts';
import { benchGrowth } from './growth.ts';
import { rounded } from './median.ts';
import { benchMemory } from './memory.ts';
import { type BenchOptions, ROWS } from './options.ts';
import { readPrices } from './prices.ts';
import type { Machine, Results, ThroughputResults } from './report/results.ts';
import { benchRequests } from './requests.ts';
import { benchThroughput } from './throughput.ts';

/** Measures everything, one after the other. */
export async function runBench(options: BenchOptions): Promise<Results> {
  const begin = performance.now();
  const machine = thisMachine();
  const { runs, soak } = options;
  const rounds = Math.max(1, Math.round(runs / 5));
  const rows = ROWS.filter((count) => count <= options.rows);
  const prices = await readPrices();
  await step('peers', installPeers);
  const bundles = await step('bundles', benchBundles);
  try {
    const boot = await step('boot', () => benchBoot(bundles, runs));
    const cpu = await step('cpu', () => benchCpu(bundles, rounds));
    const throughput = await step('throughput', benchThroughput);
    const requests = await step('requests', () => benchRequests(bundles, prices));
    const growth = await step('growth', () => benchGrowth(bundles, prices, rows));
    const memory = await step('memory', () => benchMemory(bundles, soak));
    const minutes = rounded((performance.now() - begin) / 60_000, 0);
    return { machine, minutes, runs, boot, cpu, throughput, requests, growth, memory };
  } finally {
    await bundles.remove();
  }
}

/** Measures the throughput of the local run alone. */
export async function runThroughput(): Promise<ThroughputResults> {
  const machine = thisMachine();
  return { machine, throughput: await step('throughput', benchThroughput) };
}

function thisMachine(): Machine {
  return {
    at: new Date().toISOString().slice(0, 10),
    node: process.version,
    architecture: process.arch,
    cores: availableParallelism(),
    load: rounded(loadavg()[0] ?? Number.NaN, 1),
  };
}

/** `npm run typecheck` leaves out those that need packages of their own: here they are installed. */
async function installPeers(): Promise<void> {
  await installOnDemand(new URL('peers/', import.meta.url));
  const tsc = ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'bench/peers'];
  execFileSync(process.execPath, tsc, { stdio: ['ignore', process.stderr, 'inherit'] });
}

/** Says on standard error what comes next: the whole takes minutes. */
function step<T>(what: string, take: () => T): T {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`);
  return take();
}
