import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { addStacks } from '../../infra/receiver-app.ts';
import type { StageConfiguration } from '../../infra/configuration.ts';
import type { Template } from '../../local/template/template.ts';

const CDK_JSON = new URL('../../cdk.json', import.meta.url);

/** The template of stage sandbox, if this stood in `infra/stages.ts`. */
export function configuredStack(configuration: StageConfiguration): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'smile-test-'));
  try {
    const { context } = JSON.parse(readFileSync(CDK_JSON, 'utf8')) as { context: object };
    // The local run bundles the functions by itself, whatever the template names as theirs.
    const unbundled = { ...context, 'aws:cdk:bundling-stacks': [] };
    const app = new App({ outdir, autoSynth: false, context: unbundled });
    const [stack] = addStacks(app, { sandbox: configuration });
    return app.synth().getStackByName(stack?.stackName ?? '').template as Template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
