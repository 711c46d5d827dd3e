import { escapeControlsInLines } from '../lambdas/telemetry/escape-controls.ts';
import type { LocalOptions, LocalRun } from './run.ts';
import { startLocal } from './start.ts';

/** `stop` takes less; whatever hangs after this is left to die with this process. */
const STOP_WITHIN_MS = 2800;

/**
 * Starts a local run, and stops it when this process is told to end. A start that fails ends the process with a
 * sentence.
 *
 * @param options what it throws is said, too
 * @param ready says where the run is
 */
export async function runUntilStopped(
  options: () => LocalOptions | Promise<LocalOptions>,
  ready: (run: LocalRun) => void | Promise<void> = sayWhere,
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
    await ready(run);
  } catch (error) {
    process.stderr.write(`${escapeControlsInLines((error as Error).message)}\n`);
    process.exit(1);
  }
}

function sayWhere({ webhookUrl, inspectorUrl, demoUrl }: LocalRun): void {
  const demo = demoUrl === undefined ? '' : `, try the widget at ${demoUrl}`;
  process.stdout.write(
    `Ready: post events to ${webhookUrl}, look at them at ${inspectorUrl}${demo}\n`,
  );
}
