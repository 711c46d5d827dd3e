import { closeSync, openSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CALLBACK_FAULTS, type CallbackFault, callbackCell } from './callback-faults.ts';
import { type Cell, cellName, CELLS } from './cells.ts';
import { MatrixMisused } from './matrix-misused.ts';

/** What `npm run faults` was asked to try. */
export interface MatrixArguments {
  readonly cells: readonly Cell[];
  readonly callbackFaults: readonly CallbackFault[];
  /** File for the report as JSON. */
  readonly json: string | undefined;
  /** File for what functions and engines write. */
  readonly log: string | undefined;
}

/**
 * Reads the command line, and tries the files: whoever waits for minutes wants no report that cannot be
 * written then.
 *
 * @throws MatrixMisused
 */
export function readArguments(argv: readonly string[]): MatrixArguments {
  const { only = '', json, log } = parse(argv);
  const cells = CELLS.filter((cell) => cellName(cell).includes(only));
  const callbackFaults = CALLBACK_FAULTS.filter((fault) => callbackCell(fault).includes(only));
  if (cells.length + callbackFaults.length === 0) {
    throw new MatrixMisused(`No cell's name holds "${only}". One is "write-state, throttled".`);
  }
  checkFile('json', json);
  checkFile('log', log);
  return { cells, callbackFaults, json, log };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...argv], options: { only: text, json: text, log: text } }).values;
  } catch (error) {
    throw new MatrixMisused((error as Error).message);
  }
}

function checkFile(name: string, path: string | undefined): void {
  if (path === undefined) return;
  try {
    closeSync(openSync(path, 'a'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new MatrixMisused(`--${name} names no file that can be written (${code}): "${path}".`);
  }
}
