import { parseArgs } from 'node:util';
import { FUZZ_TARGETS } from './targets.ts';

const USAGE = `npm run fuzz -- [--cases N] [--seed S] [--only TARGET [--path P]]

  --cases  over all targets, each according to its share; default 1000000
  --seed   default: the time; the same seed brings the same cases
  --only   one of ${Object.keys(FUZZ_TARGETS).join(', ')}
  --path   of one failed case, as it was printed: leads straight to it
`;

/** Anything but UTC, so that what depends on the machine's time zone shows. */
process.env.TZ = 'America/St_Johns';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
    path: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const cases = Number(values.cases);
const seed = Number(values.seed);
const targets = Object.entries(FUZZ_TARGETS).filter(([key]) =>
  [undefined, key].includes(values.only),
);
const areGood =
  Number.isInteger(cases) && cases > 0 && Number.isInteger(seed) && targets.length > 0;

if (values.help || !areGood) {
  process.stderr.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const shares = targets.reduce((sum, [, { share }]) => sum + share, 0);
const startedAt = performance.now();
let failures = 0;
let ran = 0;

say(`seed ${seed}`);
for (const [key, { name, share, check }] of targets) {
  const from = performance.now();
  const numRuns = Math.ceil((cases * share) / shares);
  const { path } = values;
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
