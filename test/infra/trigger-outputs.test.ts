import { expect, it } from 'vitest';
import { NEEDED_OUTPUTS } from '../../operations/deliver/by-invocation.ts';
import { templatesOf } from './synthesized.ts';
import { one } from './template.ts';
import { testedStages } from './tested-stages.ts';

const templates = Object.entries(templatesOf(testedStages));

it.each(templates)('the stack of %s tells the trigger what it asks for', (stage, template) => {
  const { Outputs } = template;

  const ingress = Outputs[NEEDED_OUTPUTS.ingress]?.Value;
  const secret = JSON.stringify(Outputs[NEEDED_OUTPUTS.secret]?.Value);

  expect(ingress).toEqual({ Ref: one(template, 'AWS::Lambda::Function', 'Ingress').id });
  expect(secret).toContain('"Ref":"WebhookSecret"');
  expect(Outputs.Mode?.Value).toBe(testedStages[stage]?.mode);
});
