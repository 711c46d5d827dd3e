import { writeFile } from 'node:fs/promises';
import { startRig } from '../rig/rig.ts';
import { type MatrixArguments, readArguments } from './arguments.ts';
import { tryCells } from './matrix.ts';
import { MatrixMisused } from './matrix-misused.ts';
import { isGood, type MatrixReport, textOf } from './report.ts';

// Tries every step under every fault on a system of real processes, and tells in a table what came of it.
// Exit code 1 when an invariant is broken, 2 when the command line makes no sense.

const USAGE = 'Usage: npm run faults -- [--only TEXT] [--json FILE] [--log FILE]';

const { cells, callbackFaults, json, log } = argumentsOrExit();
const lines: string[] = [];
const rig = await startRig({ logLine: (line) => lines.push(line) });
try {
  const start = performance.now();
  const result = await tryCells(cells, callbackFaults, rig);
  const seconds = Math.round((performance.now() - start) / 1000);
  const report: MatrixReport = { ...result, seconds };
  process.stdout.write(textOf(report));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  process.exitCode = isGood(report) ? 0 : 1;
} finally {
  if (log !== undefined) await writeFile(log, `${lines.join('\n')}\n`);
  await rig.stop();
}

function argumentsOrExit(): MatrixArguments {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof MatrixMisused)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    process.exit(2);
  }
}
