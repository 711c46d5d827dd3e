import { parseArgs } from 'node:util';
import { fileFault } from '../file-fault.ts';

/** What a soak is made of; the same settings make the same events, duplicates and faults. */
export interface SoakSettings {
  readonly events: number;
  readonly users: number;
  readonly seed: number;
  /** Of a hundred events, so many meet a fault. */
  readonly faults: number;
  /** Of a hundred events, so many are sent twice. */
  readonly duplicates: number;
  /** File for the report as JSON. */
  readonly json: string | undefined;
}

/**
 * Reads the command line, and tries the file.
 *
 * @throws SettingsInvalid
 */
export function readSettings(args: readonly string[]): SoakSettings {
  const values = parse(args);
  const fault = fileFault('json', values.json);
  if (fault !== undefined) throw new SettingsInvalid(fault);
  return {
    events: wholeNumber('events', values.events, 1, 1_000_000),
    users: wholeNumber('users', values.users, 1, 100_000),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    faults: wholeNumber('faults', values.faults, 0, 100),
    duplicates: wholeNumber('duplicates', values.duplicates, 0, 100),
    json: values.json,
  };
}

const USAGE =
  'npm run soak -- [--events N] [--users N] [--seed N] [--faults PERCENT] [--duplicates PERCENT] [--json FILE]';

/** The command line asks for nothing that can be done. */
export class SettingsInvalid extends Error {
  override readonly name = 'SettingsInvalid';
  readonly code = 'settings-invalid';
  constructor(message: string) {
    super(`${message} Usage: ${USAGE}`);
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        events: { ...text, default: '5000' },
        users: { ...text, default: '200' },
        seed: { ...text, default: '1' },
        faults: { ...text, default: '5' },
        duplicates: { ...text, default: '20' },
        json: text,
      },
    });
    return values;
  } catch (error) {
    throw new SettingsInvalid((error as Error).message);
  }
}

function wholeNumber(name: string, value: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new SettingsInvalid(
    `--${name} must be a whole number from ${least} to ${most}, not "${value}".`,
  );
}
