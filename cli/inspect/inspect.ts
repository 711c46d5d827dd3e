import { once } from 'node:events';
import { isSource } from '../../infra/bundle/beside.ts';
import { createInspector } from '../../inspector/server/inspector.ts';
import { openGateway } from '../../local/gateway/gateway.ts';
import { jsonAnswer } from '../../local/gateway/proxy-result.ts';
import type { Stage } from '../../operations/stage.ts';
import { escapeControls } from '../../lambdas/telemetry/escape-controls.ts';
import type { InspectOptions } from '../commands/inspect.ts';
import { openInBrowser } from './open-in-browser.ts';

/** A stage's log takes a few looks a second from everybody who looks at it. */
const STAGE_LOOKS_MS = 5000;
const LOCAL_LOOKS_MS = 1000;
/** What is running when it ends. */
const GRACE_MS = 500;

/** Serves the page until a signal ends it. @throws PortTaken */
export async function inspect(stage: Stage, options: InspectOptions): Promise<void> {
  const gateway = await openGateway(options.port);
  const name = options.stage ?? 'local run';
  const isHarmless = stage.isLocal || name === 'sandbox';
  const inspector = createInspector({
    stage,
    view: {
      name,
      where: await whereOf(stage),
      isHarmless,
      readOnly: options.readOnly === true,
      command: isSource ? 'npm run smile --' : 'npx smile',
      webhookUrl: undefined,
      everyMs: stage.isLocal ? LOCAL_LOOKS_MS : STAGE_LOOKS_MS,
      sources: undefined,
    },
    send: stage.isLocal || !isHarmless ? undefined : sendTo(name),
    stackOf: () => undefined,
    note: (line) => process.stderr.write(`${escapeControls(line)}\n`),
  });
  gateway.serve({
    routes: [inspector.route],
    elsewhere: jsonAnswer(404, { message: 'There is nothing here. Open /.' }),
  });
  const url = `${gateway.url}${inspector.path(options.event)}`;
  process.stdout.write(`${url}\n`);
  process.stderr.write('Ctrl-C ends it. What is done on the page is printed here.\n');
  if (options.open) await openInBrowser(url);
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  await gateway.close(GRACE_MS);
  // Clients hold connections open.
  process.exit(0);
}

/** Account and region, as far as they are known: whoever looks must see where. */
async function whereOf({ title, isLocal, operator }: Stage): Promise<string> {
  const [, where = title] = title.split(' · ');
  if (isLocal) return where.replace('http://', '');
  const [, account = ''] = /^arn:[^:]*:[^:]*:[^:]*:(\d+):/.exec(await operator()) ?? [];
  return `${account} ${where}`.trim();
}

/** Sends an invented event into a sandbox, as `smile trigger` does. */
function sendTo(stage: string): (body: Buffer) => Promise<number> {
  return async (body) => {
    const { byInvocation } = await import('../../operations/deliver/by-invocation.ts');
    return await (await byInvocation(stage)).send(body);
  };
}
