import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { addStacks, type WrittenStages } from '../../infra/receiver-app.ts';
import type { StageConfiguration } from '../../infra/configuration.ts';
import type { Template } from './template.ts';
import { temporaryDirectory } from './temporary.ts';

/** The recommended feature flags, as the CLI hands them over: they change what is synthesized. */
const { context } = JSON.parse(
  readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
) as { readonly context: Record<string, unknown> };

/** Stands for a bundled function: a template test needs none, and bundling takes longer than the rest. */
function placeholder(): string {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'index.cjs'), 'exports.handler = async () => {};\n');
  return directory;
}

const code = placeholder();

/** The app with its stacks, not synthesized. */
export function appOf(stages: WrittenStages): App {
  const outdir = temporaryDirectory();
  const app = new App({ autoSynth: false, context, outdir });
  addStacks(app, stages, () => code);
  return app;
}

/** The template of every stage. Fails when a rule is broken that nobody acknowledged. */
export function templatesOf(stages: WrittenStages): Readonly<Record<string, Template>> {
  const assembly = appOf(stages).synth();
  return Object.fromEntries(
    Object.keys(stages).map((stage) => [
      stage,
      assembly.getStackByName(`smile-${stage}`).template as Template,
    ]),
  );
}

/** The template of a sandbox that is configured like this. */
export function sandboxWith(configuration: Omit<StageConfiguration, 'mode'> = {}): Template {
  const { sandbox } = templatesOf({ sandbox: { mode: 'sandbox', ...configuration } });
  return sandbox as Template;
}
