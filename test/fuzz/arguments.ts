import { parseArgs } from 'node:util';

/** What the fuzzing was asked to do. */
export interface FuzzArguments {
  /** Over all wanted targets. */
  readonly cases: number;
  readonly seed: number;
  /** A target's key. Absent: all of them. */
  readonly only: string | undefined;
  /** Of one failed case, as it was printed. */
  readonly path: string | undefined;
  readonly help: boolean;
}

/** The command line is wrong; the message says what about it. */
export class FuzzMisused extends Error {
  override readonly name = 'FuzzMisused';
  readonly code = 'misused';
}

/** @throws FuzzMisused */
export function readArguments(argv: readonly string[], targets: readonly string[]): FuzzArguments {
  const { cases, seed, only, path, help } = parse(argv);
  if (!/^[1-9]\d{0,9}$/.test(cases)) {
    throw new FuzzMisused(`--cases must be a whole number from 1 on, not "${cases}".`);
  }
  if (!/^\d{1,10}$/.test(seed)) {
    throw new FuzzMisused(`--seed must be a whole number, not "${seed}".`);
  }
  if (only !== undefined && !targets.includes(only)) {
    throw new FuzzMisused(`--only must be one of ${targets.join(', ')}, not "${only}".`);
  }
  if (path !== undefined && only === undefined) {
    throw new FuzzMisused('--path leads to a case of one target: give it with --only.');
  }
  if (path !== undefined && !/^\d+(:\d+)*$/.test(path)) {
    throw new FuzzMisused(`--path must be numbers between colons, like 12:0:3, not "${path}".`);
  }
  return { cases: Number(cases), seed: Number(seed), only, path, help };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        cases: { type: 'string', default: '1000000' },
        seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
        only: { type: 'string' },
        path: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new FuzzMisused((error as Error).message);
  }
}
