import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { HANDLERS_METADATA } from '../../infra/handlers-file.ts';
import { synthesizeApp } from '../../local/template/synthesize.ts';
import type { Resource, Template } from '../../local/template/template.ts';

/** The app cannot be run here as it is. The message says what to do. */
export class AppUnusable extends Error {
  override readonly name = 'AppUnusable';
  readonly code = 'app-unusable';
}

/** What the CDK reads of `cdk.json`, as far as it is needed here. */
interface CdkJson {
  readonly app?: string;
  readonly context?: object;
}

/**
 * The template of the stack with a receiver, of the CDK app in this directory. Of several the one for sandbox.
 *
 * @param command in place of the one in `cdk.json`
 * @throws AppUnusable, SynthesisFailed
 */
export async function appTemplate(command: string | undefined): Promise<Template> {
  const cdk = await cdkJson(command);
  const app = command ?? cdk.app;
  if (app === undefined) {
    throw new AppUnusable('cdk.json names no app. Add "app": "node app.ts", or pass --app.');
  }
  const texts = await synthesizeApp(app, cdk.context ?? {});
  const templates = texts.map((text) => JSON.parse(text) as Template);
  const receivers = templates.filter((template) => workerOf(template) !== undefined);
  const [first, ...more] = receivers;
  if (!first) {
    throw new AppUnusable(`No stack of "${app}" has a SmileReceiver. Add one to the app.`);
  }
  return more.length === 0 ? first : sandboxOf(receivers);
}

async function cdkJson(command: string | undefined): Promise<CdkJson> {
  if (existsSync('cdk.json')) return JSON.parse(await readFile('cdk.json', 'utf8')) as CdkJson;
  if (command !== undefined) return {};
  throw new AppUnusable(
    'There is no cdk.json here. Run smile in the directory of your app, or pass --app. npx smile-event-receiver init my-app makes a new one.',
  );
}

function sandboxOf(receivers: readonly Template[]): Template {
  const sandbox = receivers.find((template) => stageOf(template) === 'sandbox');
  if (sandbox) return sandbox;
  throw new AppUnusable(
    `The app has receivers for ${receivers.map(stageOf).join(', ')}, and none for sandbox. Pass --app with a command that makes one of them.`,
  );
}

/** As the worker is told. */
function stageOf(template: Template): string {
  const { Environment } = (workerOf(template)?.Properties ?? {}) as {
    readonly Environment?: { readonly Variables?: { readonly STAGE?: string } };
  };
  return Environment?.Variables?.STAGE ?? '';
}

/** The function that has handlers; undefined in a stack without a receiver. */
function workerOf({ Resources }: Template): Resource | undefined {
  return Object.values(Resources).find(({ Metadata = {} }) => HANDLERS_METADATA in Metadata);
}
