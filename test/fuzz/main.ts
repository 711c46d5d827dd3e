// oxlint-disable-next-line import/no-unassigned-import -- it sets the process's time zone
import './time-zone.ts';
import { type FuzzArguments, FuzzMisused, readArguments } from './arguments.ts';
import { FUZZ_TARGETS } from './targets.ts';

const USAGE = `npm run fuzz -- [--cases N] [--seed S] [--only TARGET [--path P]]

  --cases  over all targets, each according to its share; default 1000000
  --seed   default: the time; the same seed brings the same cases
  --only   one of ${Object.keys(FUZZ_TARGETS).join(', ')}
  --path   of one failed case, as it was printed: leads straight to it
`;

/** Nothing was tried: the command line is wrong. */
const MISUSED = 2;

const { cases, seed, only, path } = wanted();
const targets = Object.entries(FUZZ_TARGETS).filter(([key]) => [undefined, key].includes(only));
const say = (line: string) => process.stdout.write(`${line}\n`);
const shares = targets.reduce((sum, [, { share }]) => sum + share, 0);
const startedAt = performance.now();
let failures = 0;
let ran = 0;

say(`seed ${seed}`);
for (const [key, { name, share, check }] of targets) {
  const from = performance.now();
  const numRuns = Math.ceil((cases * share) / shares);
  const outcome = await check({ seed, numRuns, ...(path === undefined ? {} : { path }) });
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  ran += outcome.cases;
  failures += outcome.failure === undefined ? 0 : 1;
  const columns = [
    outcome.failure === undefined ? 'passed' : 'FAILED',
    `${outcome.cases}`.padStart(8),
    `${seconds} s`.padStart(8),
    key.padEnd(9),
    name,
  ];
  say(columns.join('  '));
  if (outcome.failure === undefined) continue;
  say(outcome.failure);
  say(`npm run fuzz -- --seed ${seed} --only ${key} --path ${outcome.path}`);
}
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
say(`${ran} cases of ${targets.length} targets in ${minutes} minutes, ${failures} failed`);
process.exit(failures > 0 ? 1 : 0);

/** What the command line wants; ends the process when that is only help, or cannot be understood. */
function wanted(): FuzzArguments {
  try {
    const given = readArguments(process.argv.slice(2), Object.keys(FUZZ_TARGETS));
    if (!given.help) return given;
    process.stdout.write(USAGE);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof FuzzMisused)) throw error;
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exit(MISUSED);
  }
}
