import { parseArgs } from 'node:util';

/** What a run of the bench is asked for. */
export interface BenchOptions {
  /** Writes what was measured into `docs/`: tables, and the chart. */
  readonly write: boolean;
  /** Measures the throughput of the local run and nothing else. */
  readonly throughput: boolean;
  /** Rows in the ledger at most; a million take some minutes to fill in. */
  readonly rows: number;
  /** Starts of each function; a fifth as many rounds of each CPU measurement. */
  readonly runs: number;
  /** Events of the memory soak, in each function. */
  readonly soak: number;
}

/** Ledgers that are tried, up to the largest that is asked for. */
export const ROWS = [1000, 10_000, 100_000, 1_000_000] as const;

/** An option of the command line that there is not, or whose value says nothing. */
export class BenchMisused extends Error {
  override readonly name = 'BenchMisused';
  readonly code = 'bench-misused';
}

/** @throws BenchMisused */
export function readOptions(args: readonly string[]): BenchOptions {
  const { write, throughput, rows, runs, soak } = parsed(args);
  return {
    write,
    throughput,
    rows: wholeNumber('rows', rows, ROWS[0], ROWS[ROWS.length - 1] as number),
    runs: wholeNumber('runs', runs, 1, 1000),
    soak: wholeNumber('soak', soak, 4, 1_000_000),
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        write: { type: 'boolean', default: false },
        throughput: { type: 'boolean', default: false },
        rows: { ...text, default: '100000' },
        runs: { ...text, default: '15' },
        soak: { ...text, default: '10000' },
      },
    });
    return values;
  } catch (error) {
    throw new BenchMisused((error as Error).message, { cause: error });
  }
}

function wholeNumber(name: string, value: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new BenchMisused(
    `--${name} must be a whole number from ${least} to ${most}, not "${value}".`,
  );
}
