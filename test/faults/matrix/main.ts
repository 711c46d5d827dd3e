import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startRig } from '../rig/rig.ts';
import { tryCallbacks } from './callbacks.ts';
import { CELLS } from './cells.ts';
import { tryCells } from './matrix.ts';
import { isGood, type MatrixReport, textOf } from './report.ts';

// Tries every step under every fault on a system of real processes, and tells in a table what came of it.
// Exit code 1 when an invariant is broken.

const { values } = parseArgs({
  options: { json: { type: 'string' }, only: { type: 'string' }, log: { type: 'string' } },
});
const wanted = ({ step, fault }: (typeof CELLS)[number]) =>
  values.only === undefined || `${step}, ${fault}`.includes(values.only);
const cells = CELLS.filter(wanted);
if (cells.length === 0) {
  process.stderr.write(`No cell's name holds "${values.only}". One is "write-state, throttled".\n`);
  process.exit(2);
}

const lines: string[] = [];
const rig = await startRig({ logLine: (line) => lines.push(line) });
try {
  const start = performance.now();
  const result = await tryCells(cells, rig);
  const report: MatrixReport = {
    ...result,
    callbacks: values.only === undefined ? await tryCallbacks(rig) : [],
    seconds: Math.round((performance.now() - start) / 1000),
  };
  process.stdout.write(textOf(report));
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  process.exitCode = isGood(report) ? 0 : 1;
} finally {
  if (values.log !== undefined) await writeFile(values.log, `${lines.join('\n')}\n`);
  await rig.stop();
}
