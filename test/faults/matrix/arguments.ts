import { parseArgs } from 'node:util';
import { fileFault } from '../file-fault.ts';
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
 * Reads the command line, and tries the files.
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
  const fault = fileFault('json', json) ?? fileFault('log', log);
  if (fault !== undefined) throw new MatrixMisused(fault);
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
