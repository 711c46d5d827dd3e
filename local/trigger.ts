// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before anything else runs
import './node-version.mjs';
import { isSource } from '../infra/bundle/beside.ts';
import { readEnvelope } from '../lambdas/smile/envelope.ts';
import { escapeControls, escapeControlsInLines } from '../lambdas/telemetry/escape-controls.ts';
import { readConfiguration } from './configuration.ts';
import { readArguments, type TriggerTarget } from './trigger/arguments.ts';
import { bodyMaker } from './trigger/body.ts';
import { guardProduction } from './trigger/guard-production.ts';
import type { Send } from './trigger/invoke.ts';
import { post } from './trigger/post.ts';

/** A package's stages are written down where nothing here can look. */
async function writtenStages() {
  return isSource ? (await import('../infra/stages.ts')).stages : undefined;
}

/** The AWS clients are loaded only for those who need them. */
async function sender(to: TriggerTarget, localSecret: string): Promise<Send> {
  if ('url' in to) return async (body) => await post(to.url, body, localSecret);
  const { invoker } = await import('./trigger/invoke.ts');
  return await invoker(to.stage);
}

try {
  const { port, secret } = readConfiguration(process.env);
  const wanted = readArguments(process.argv.slice(2), port);
  guardProduction(wanted, await writtenStages());
  const makeBody = await bodyMaker(wanted);
  const send = await sender(wanted.to, secret);
  for (let sent = 0; sent < wanted.count; sent++) {
    const body = makeBody();
    const status = await send(body);
    if (status < 200 || status > 299) process.exitCode = 1;
    const id = readEnvelope(body).envelope?.id ?? 'no id';
    process.stdout.write(`${escapeControls(id)} ${status}\n`);
  }
} catch (error) {
  process.stderr.write(`${escapeControlsInLines((error as Error).message)}\n`);
  process.exitCode = 1;
}
