import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { addStacks, type WrittenStages } from '../../infra/receiver-app.ts';
import type { StageConfiguration } from '../../infra/configuration.ts';
import { receiverIn } from './receiver-in.ts';
import type { Template } from './template.ts';
import { temporaryDirectory } from './temporary.ts';

/** The recommended feature flags, as the CLI hands them over: they change what is synthesized. */
const { context } = JSON.parse(
  readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
) as { readonly context: Record<string, unknown> };

/** The app with its stacks, not synthesized. */
export function appOf(stages: WrittenStages): App {
  const app = emptyApp();
  addStacks(app, stages);
  return app;
}

/** An app that bundles nothing: a template test needs no code, and bundling takes longer than the rest. */
export function emptyApp(): App {
  return new App({
    autoSynth: false,
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
    outdir: temporaryDirectory(),
  });
}

/** The receiver in the template of every stage. Fails when a rule is broken that nobody acknowledged. */
export function templatesOf(stages: WrittenStages): Readonly<Record<string, Template>> {
  const assembly = appOf(stages).synth();
  return Object.fromEntries(
    Object.keys(stages).map((stage) => [
      stage,
      receiverIn(assembly.getStackByName(`smile-${stage}`).template as Template, 'Smile'),
    ]),
  );
}

/** The receiver of a sandbox that is configured like this. */
export function sandboxWith(configuration: Omit<StageConfiguration, 'mode'> = {}): Template {
  const { sandbox } = templatesOf({ sandbox: { mode: 'sandbox', ...configuration } });
  return sandbox as Template;
}
