import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { installOnDemand } from '../../local/install-on-demand.ts';
import { EQUIVALENT } from './equivalent.ts';
import { complaintsOf, lineOf } from './lines.ts';
import { isValid, type Mutant, readReport } from './report.ts';
import { type Room, ROOMS } from './rooms.ts';
import { verdictOn } from './verdict.ts';

const STRYKER = 'test/mutation/node_modules/@stryker-mutator/core/bin/stryker.js';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const REPORT = '.cache/mutation/report.json';
const say = (text: string) => process.stdout.write(`${text}\n`);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(ROOMS, name));
if (unknown.length > 0) {
  process.stderr.write(
    `No room is called ${unknown.join(', ')}.\nnpm run mutation -- [${Object.keys(ROOMS).join(' | ')}] …\n`,
  );
  process.exit(2);
}

await installOnDemand(new URL('./', import.meta.url));

const rooms = Object.entries(ROOMS)
  .filter(([name]) => wanted.length === 0 || wanted.includes(name))
  .map(([, room]) => room);
const files = rooms.flatMap(({ mutate }) => mutate);
const mutants: Mutant[] = [];
for (const room of rooms) mutants.push(...(await mutantsOf(room)).filter(isValid));

for (const file of files) {
  const ofFile = mutants.filter((mutant) => mutant.file === file);
  if (ofFile.length > 0) say(lineOf(file, ofFile, EQUIVALENT));
}
if (mutants.length > 0) say(lineOf('all', mutants, EQUIVALENT));
const complaints = complaintsOf(verdictOn(mutants, files, EQUIVALENT));
for (const complaint of complaints) say(complaint);
process.exit(complaints.length > 0 ? 1 : 0);

/** Runs Stryker on one room. An old report must not pass for the new one, which may not have been written. */
async function mutantsOf({ mutate, tests }: Room): Promise<readonly Mutant[]> {
  await rm(REPORT, { force: true });
  const args = [STRYKER, 'run', 'test/mutation/stryker.config.json', '--mutate', mutate.join()];
  const env = { ...process.env, MUTATION_TESTS: tests.join(' ') };
  // Without npx and its shell between, which would die of a signal and leave Stryker behind.
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    process.exit(1);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  const [code] = await once(child, 'exit');
  for (const signal of SIGNALS) process.off(signal, end);
  if (code !== 0) throw new Error(`Stryker ended with ${code}: see above.`);
  if (!existsSync(REPORT)) throw new Error('Stryker has left no report: see above.');
  return await readReport(REPORT);
}
