import { BenchMisused, readOptions } from './options.ts';

// Measures speed, size, requests and memory, and prints one JSON object. Ratios compare two things of the
// same run on the same machine; absolute times tell little on a shared one. Exit code 2 for wrong usage.

const options = optionsOrEnd();
// Loaded after the options: who mistyped one need not wait.
const { runBench } = await import('./run.ts');
const { writeReport } = await import('./report/write-report.ts');

const results = await runBench(options);
process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
if (options.write) await writeReport(results);

function optionsOrEnd() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof BenchMisused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
