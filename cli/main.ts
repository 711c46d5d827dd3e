import { CommanderError } from 'commander';
import { escapeControlsInLines } from '../lambdas/telemetry/escape-controls.ts';
import { Misused } from './misused.ts';
import { program } from './program.ts';

/** Wrong usage. 1 is a failure, 0 is done (operating the receiver, exit codes). */
const MISUSED = 2;

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : MISUSED;
  } else {
    process.stderr.write(`${escapeControlsInLines((error as Error).message)}\n`);
    process.exitCode = error instanceof Misused ? MISUSED : 1;
  }
}
