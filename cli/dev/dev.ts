import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { readConfiguration } from '../../local/configuration.ts';
import { LOCAL_SECRETS_FILE, readLocalSecrets } from '../../local/local-secrets.ts';
import { type LocalRun, startLocal } from '../../local/start.ts';
import { withPatience } from '../../local/template/with-patience.ts';
import type { DevOptions } from '../commands/dev.ts';
import { appTemplate } from './app-template.ts';
import { createEventLines } from './event-lines.ts';
import { watchHandlers } from './watch-handlers.ts';

/** `stop` takes less; whatever hangs after this is left to die with this process. */
const STOP_WITHIN_MS = 2800;
const INSPECT_PORT = 9229;
/** Lambda's longest, while somebody reads at a breakpoint. */
const BREAKPOINT_PATIENCE = { workerTimeout: 900, visibilityTimeout: 5400 };

/** Runs `smile dev` until a signal ends it. */
export async function dev(options: DevOptions): Promise<void> {
  const begun = performance.now();
  const lines = createEventLines(print);
  const inspectPort = options.inspect === true ? INSPECT_PORT : options.inspect;
  const { secret, sessionSecret, endpointUrl } = readConfiguration(process.env);
  const secrets = await readLocalSecrets(LOCAL_SECRETS_FILE);
  const template = await appTemplate(options.app);
  let run: LocalRun | undefined;
  endWithSignals(() => run);
  run = await startLocal({
    port: options.port,
    secret,
    sessionSecret,
    secrets,
    endpointUrl,
    template,
    inspectPort,
    dataDir: directoryOf(options.keep),
    ...(inspectPort === undefined ? {} : { adjust: withPatience(BREAKPOINT_PATIENCE) }),
    logLine: options.logs ? print : lines.logLine,
    attemptFailed: lines.attemptFailed,
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  greet(run, seconds, inspectPort);
  await watchHandlers(run, print);
}

function greet(run: LocalRun, seconds: string, inspectPort: number | undefined): void {
  const { webhookUrl, url, demoUrl } = run;
  print(`  Webhooks   ${webhookUrl}`);
  print(`  Events     ${url}/_local/events`);
  if (demoUrl !== undefined) print(`  Widget     ${demoUrl}`);
  if (inspectPort !== undefined) print(`  Debugger   127.0.0.1:${inspectPort}`);
  print(
    `Ready in ${seconds} s.  Try: ${styleText('bold', 'npx smile trigger ACCOUNT_CONNECTED --user u-1')}`,
  );
}

function directoryOf(keep: string | true | undefined): string | undefined {
  return keep === undefined ? undefined : resolve(keep === true ? '.smile' : keep);
}

function endWithSignals(running: () => LocalRun | undefined): void {
  const stop = () => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    const run = running();
    // Children of a start that is still under way end when this process does.
    if (!run) process.exit(130);
    run.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
