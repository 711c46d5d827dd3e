import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EQUIVALENT } from './equivalent.ts';
import { isNoticed, isValid, type Mutant, readReport } from './report.ts';
import { type Room, ROOMS } from './rooms.ts';

const REPORT = '.cache/mutation/report.json';
const say = (text: string) => process.stdout.write(`${text}\n`);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in ROOMS));
if (unknown.length > 0) {
  process.stderr.write(`npm run mutation -- [${Object.keys(ROOMS).join(' | ')}] …\n`);
  process.exit(2);
}

const mutants: Mutant[] = [];
for (const [name, room] of Object.entries(ROOMS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await mutate(room);
  mutants.push(...(await readReport(REPORT)).filter(isValid));
}

const isSame = (a: Omit<Mutant, 'line' | 'status'>, b: Omit<Mutant, 'line' | 'status'>) =>
  a.file === b.file && a.original === b.original && a.replacement === b.replacement;
const unnoticed = mutants.filter((mutant) => !isNoticed(mutant));
const unexplained = unnoticed.filter((one) => !EQUIVALENT.some((known) => isSame(known, one)));
const files = [...new Set(mutants.map(({ file }) => file))];
const idle = EQUIVALENT.filter(
  (known) => files.includes(known.file) && !unnoticed.some((one) => isSame(known, one)),
);

for (const file of files)
  say(
    line(
      file,
      mutants.filter((mutant) => mutant.file === file),
    ),
  );
say(line('all', mutants));
for (const { file, line: at, status, original, replacement } of unexplained) {
  say(`${status} ${file}:${at}\n  - ${original}\n  + ${replacement}`);
}
for (const { file, original } of idle) say(`Explained, but noticed: ${file} ${original}`);
process.exit(unexplained.length + idle.length > 0 ? 1 : 0);

/** Runs Stryker on one room; it leaves its report. */
async function mutate({ mutate: patterns, tests }: Room): Promise<void> {
  const args = ['stryker', 'run', 'test/mutation/stryker.config.json', '--mutate', patterns.join()];
  const env = { ...process.env, MUTATION_TESTS: tests.join(' ') };
  const child = spawn('npx', args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`Stryker ended with ${code}: see above.`);
}

function line(name: string, of: readonly Mutant[]): string {
  const noticed = of.filter(isNoticed).length;
  const score = ((noticed / of.length) * 100).toFixed(1);
  const explained = of.filter(
    (mutant) => !isNoticed(mutant) && EQUIVALENT.some((known) => isSame(known, mutant)),
  ).length;
  return `${name.padEnd(40)} ${score.padStart(6)} %  ${noticed} of ${of.length}, ${explained} equivalent`;
}
