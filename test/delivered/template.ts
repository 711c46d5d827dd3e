import { keptTemplate } from '../../local/template/cached-template.ts';
import type { Template } from '../../local/template/template.ts';

/** The stack of the sandbox as delivered, whatever stands in `infra/stages.ts`. */
export async function deliveredTemplate(): Promise<Template> {
  return await keptTemplate('delivered', ['test/delivered/stages.ts'], async () => {
    // The CDK is slow to load, and mostly not needed.
    const { configuredStack } = await import('./configured-stack.ts');
    const { deliveredStages } = await import('./stages.ts');
    return JSON.stringify(configuredStack(deliveredStages.sandbox));
  });
}
