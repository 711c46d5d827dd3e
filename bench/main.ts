import { BenchMisused, readOptions } from './options.ts';

// Measures speed, size, requests and memory, and prints one JSON object. Ratios compare two things of the
// same run on the same machine; absolute times tell little on a shared one. Exit code 2 for wrong usage.

const options = optionsOrEnd();
// Loaded after the options: who mistyped one need not wait.
const { runBench, runThroughput } = await import('./run.ts');
const { writeReport, writeThroughput } = await import('./report/write-report.ts');

if (options.throughput) {
  const results = await runThroughput();
  print(results);
  if (options.write) await writeThroughput(results);
} else {
  const results = await runBench(options);
  print(results);
  if (options.write) await writeReport(results);
}

function print(results: object): void {
  process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
}

function optionsOrEnd() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof BenchMisused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
