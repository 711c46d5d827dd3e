import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBoot } from './boot.ts';
import { benchBundles } from './bundles.ts';
import { benchCpu } from './cpu.ts';
import { startEngines } from './engines.ts';
import { benchGrowth } from './growth.ts';
import { benchMemory } from './memory.ts';
import { readPrices } from './prices.ts';
import type { Results } from './report/results.ts';
import { writeReport } from './report/write-report.ts';
import { benchRequests } from './requests.ts';
import { rounded } from './median.ts';
import { benchThroughput } from './throughput.ts';

/**
 * Measures speed, size, requests and memory, and prints one JSON object. Ratios compare two things of the
 * same run on the same machine; absolute times tell little on a shared one.
 */
const { values } = parseArgs({
  options: {
    /** Writes the table and the chart into `docs/`. */
    write: { type: 'boolean', default: false },
    /** Rows in the ledger at most; a million take some minutes to fill in. */
    rows: { type: 'string', default: '100000' },
    /** Starts of each function; a fifth as many rounds of each CPU measurement. */
    runs: { type: 'string', default: '15' },
    /** Events of the memory soak, in each function. */
    soak: { type: 'string', default: '10000' },
  },
});
const runs = Number(values.runs);
const rows = [1000, 10_000, 100_000, 1_000_000].filter((count) => count <= Number(values.rows));

const machine = {
  at: new Date().toISOString().slice(0, 10),
  node: process.version,
  architecture: process.arch,
  cores: availableParallelism(),
  load: rounded(loadavg()[0] ?? Number.NaN, 1),
};

/** Says on standard error what comes next: the whole takes minutes. */
function step<T>(what: string, take: () => T): T {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`);
  return take();
}

const bundles = await step('bundles', benchBundles);
try {
  const boot = step('boot', () => benchBoot(bundles, runs));
  const cpu = await step('cpu', () => benchCpu(bundles, Math.max(1, Math.round(runs / 5))));
  const throughput = await step('throughput', benchThroughput);
  const engines = await step('engines', startEngines);
  try {
    const prices = await readPrices();
    const results: Results = {
      machine,
      runs,
      boot,
      cpu,
      throughput,
      requests: await step('requests', () => benchRequests(bundles, engines, prices)),
      growth: await step('growth', () => benchGrowth(bundles, engines, rows)),
      memory: await step('memory', () => benchMemory(bundles, engines, Number(values.soak))),
    };
    process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
    if (values.write) await step('report', () => writeReport(results));
  } finally {
    await engines.stop();
  }
} finally {
  await bundles.remove();
}
