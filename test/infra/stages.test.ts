import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../infra/configuration.ts';
import { stages } from '../../infra/stages.ts';
import { expectedBy } from './expected-by.ts';
import { promises } from './promises/promises.ts';
import { appOf, templatesOf } from './synthesized.ts';

/**
 * `infra/stages.ts` is its user's: what is asked here holds for everything that can be written there. What
 * else is asked of the platform is asked of the stages in `tested-stages.ts`.
 */
const templates = Object.entries(templatesOf(stages));

const configurationOf = (stage: string) => parseConfiguration(stage, stages[stage]);

describe.each(templates)('in the stage %s, however it is configured', (stage, template) => {
  it.each(promises)('$promise', ({ broken }) => {
    expect(broken(template, expectedBy(stage, configurationOf(stage)))).toEqual([]);
  });
});

describe('the stages that are written down', () => {
  it('break no rule of cdk-nag that is not acknowledged', () => {
    const app = appOf(stages);

    for (const pack of [new AwsSolutionsChecks(), new ServerlessChecks()]) {
      expect(pack.validateScope(app).violations).toEqual([]);
    }
  });

  it('refuse to be deleted in production, and there alone', () => {
    const stacks = appOf(stages)
      .synth()
      .stacks.map(({ stackName, terminationProtection }) => [stackName, terminationProtection]);

    const production = Object.keys(stages).map((stage) => [
      `smile-${stage}`,
      configurationOf(stage).mode === 'production',
    ]);
    expect(Object.fromEntries(stacks)).toEqual(Object.fromEntries(production));
  });
});
