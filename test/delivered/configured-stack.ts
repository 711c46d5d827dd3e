import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    const app = new App({ outdir, autoSynth: false, context: { ...context } });
    // The local run bundles the functions by itself, whatever the template names as theirs.
    const code = mkdtempSync(join(outdir, 'code-'));
    writeFileSync(join(code, 'index.cjs'), 'exports.handler = () => undefined;');
    const [stack] = addStacks(app, { sandbox: configuration }, () => code);
    return app.synth().getStackByName(stack?.stackName ?? '').template as Template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
