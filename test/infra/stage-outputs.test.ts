import { expect, it } from 'vitest';
import { STAGE_OUTPUTS } from '../../operations/stage.ts';
import { templatesOf } from './synthesized.ts';
import { one } from './template.ts';
import { testedStages } from './tested-stages.ts';

const templates = Object.entries(templatesOf(testedStages));

it.each(templates)('the stack of %s tells commands where to look', (_stage, template) => {
  const { Outputs } = template;

  const refs = Object.values(STAGE_OUTPUTS).map((key) => Outputs[key]?.Value);

  expect(refs).toEqual([
    { Ref: one(template, 'AWS::DynamoDB::Table', 'Ledger').id },
    { Ref: one(template, 'AWS::DynamoDB::Table', 'State').id },
    { Ref: one(template, 'AWS::S3::Bucket', 'BodiesBucket').id },
    { Ref: one(template, 'AWS::SQS::Queue', 'Events').id },
    { Ref: one(template, 'AWS::SQS::Queue', 'DeadLetters').id },
    { Ref: one(template, 'AWS::Logs::LogGroup', 'Worker').id },
    expect.stringMatching(/^[0-9a-f]{12}$/),
  ]);
});
