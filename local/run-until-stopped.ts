import { escapeControlsInLines } from '../lambdas/telemetry/escape-controls.ts';
import type { LocalOptions, LocalRun } from './run.ts';
import { startLocal } from './start.ts';

/** `stop` takes less; whatever hangs after this is left to die with this process. */
const STOP_WITHIN_MS = 2800;

/**
 * Starts a local run, says where it is, and stops it when this process is told to end. A start that fails ends the
 * process with a sentence.
 *
 * @param options what it throws is said, too
 */
export async function runUntilStopped(
  options: () => LocalOptions | Promise<LocalOptions>,
): Promise<void> {
  let run: LocalRun | undefined;
  const stop = () => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    // Children of a start that is still under way end when this process does.
    if (!run) process.exit(130);
    run.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  // `once` would let the second Ctrl-C, which npm sends along with the terminal's, cut the stop short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

  try {
    run = await startLocal(await options());
    process.stdout.write(
      `Ready: post events to ${run.webhookUrl}, look at them at ${run.url}/_local/events${demoOf(run)}\n`,
    );
  } catch (error) {
    process.stderr.write(`${escapeControlsInLines((error as Error).message)}\n`);
    process.exit(1);
  }
}

function demoOf({ demoUrl }: LocalRun): string {
  return demoUrl === undefined ? '' : `, try the widget at ${demoUrl}`;
}
