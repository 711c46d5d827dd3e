// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before anything else runs
import './node-version.mjs';
import { escapeControlsInLines } from '../lambdas/telemetry/escape-controls.ts';
import { readConfiguration } from './configuration.ts';
import { LOCAL_SECRETS_FILE, readLocalSecrets } from './local-secrets.ts';
import { type LocalRun, startLocal } from './start.ts';

/** `stop` takes less; whatever hangs after this is left to die with this process. */
const STOP_WITHIN_MS = 2800;

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
  const configuration = readConfiguration(process.env);
  const secrets = await readLocalSecrets(LOCAL_SECRETS_FILE);
  run = await startLocal({ ...configuration, secrets });
  process.stdout.write(
    `Ready: post events to ${run.webhookUrl}, look at them at ${run.url}/_local/events${demoOf(run)}\n`,
  );
} catch (error) {
  process.stderr.write(`${escapeControlsInLines((error as Error).message)}\n`);
  process.exit(1);
}

function demoOf({ demoUrl }: LocalRun): string {
  return demoUrl === undefined ? '' : `, try the widget at ${demoUrl}`;
}
