import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { readConfiguration } from '../../local/configuration.ts';
import { LOCAL_SECRETS_FILE, readLocalSecrets } from '../../local/local-secrets.ts';
import type { LocalRun } from '../../local/run.ts';
import { runUntilStopped } from '../../local/run-until-stopped.ts';
import { withPatience } from '../../local/template/with-patience.ts';
import type { DevOptions } from '../commands/dev.ts';
import { openInBrowser } from '../inspect/open-in-browser.ts';
import { appTemplate } from './app-template.ts';
import { createEventLines } from './event-lines.ts';
import { watchHandlers } from './watch-handlers.ts';

const INSPECT_PORT = 9229;
/** Lambda's longest, while somebody reads at a breakpoint. */
const BREAKPOINT_PATIENCE = { workerTimeout: 900, visibilityTimeout: 5400 };

/** Runs `smile dev` until a signal ends it. */
export async function dev(options: DevOptions): Promise<void> {
  const begun = performance.now();
  const lines = createEventLines(print);
  const inspectPort = options.inspect === true ? INSPECT_PORT : options.inspect;
  await runUntilStopped(
    async () => ({
      ...readConfiguration(process.env),
      port: options.port,
      secrets: await readLocalSecrets(LOCAL_SECRETS_FILE),
      template: await appTemplate(options.app),
      inspectPort,
      dataDir: directoryOf(options.keep),
      ...(inspectPort === undefined ? {} : { adjust: withPatience(BREAKPOINT_PATIENCE) }),
      logLine: options.logs ? print : lines.logLine,
      attemptFailed: lines.attemptFailed,
    }),
    async (run) => {
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      greet(run, seconds, inspectPort);
      if (options.open) await openInBrowser(run.inspectorUrl);
      await watchHandlers(run, print);
    },
  );
}

function greet(run: LocalRun, seconds: string, inspectPort: number | undefined): void {
  const { webhookUrl, inspectorUrl, demoUrl } = run;
  print(`  Webhooks   ${webhookUrl}`);
  print(`  Inspector  ${inspectorUrl}`);
  if (demoUrl !== undefined) print(`  Widget     ${demoUrl}`);
  if (inspectPort !== undefined) print(`  Debugger   127.0.0.1:${inspectPort}`);
  print(
    `Ready in ${seconds} s.  Try: ${styleText('bold', 'npx smile trigger ACCOUNT_CONNECTED --user u-1')}`,
  );
}

function directoryOf(keep: string | true | undefined): string | undefined {
  return keep === undefined ? undefined : resolve(keep === true ? '.smile' : keep);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
