import { describe, expect, it } from 'vitest';
import { appOf, templatesOf } from './synthesized.ts';
import { testedStages } from './tested-stages.ts';
import { type Template, words } from './template.ts';

const templates = templatesOf(testedStages);

/** Properties that give a resource its physical name, by the type's own word for it. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'QueueName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Archive': 'ArchiveName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::ApiGateway::RestApi': 'Name',
  'AWS::ApiGatewayV2::Api': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::SNS::Topic': 'TopicName',
};

function physicalNames({ Resources }: Template): readonly string[] {
  return Object.values(Resources).flatMap(({ Type, Properties }) => {
    const name = Properties?.[NAMES[Type] ?? ''];
    return name === undefined ? [] : [`${Type} ${words(name)}`];
  });
}

describe('two stages in one account and region', () => {
  it('never claim the same name', () => {
    const names = Object.values(templates).flatMap(physicalNames);

    expect(names.length).toBeGreaterThan(12);
    expect(names.length).toBe(new Set(names).size);
  });

  it('have every name but the dashboards and alarms from the stage alone', () => {
    const names = physicalNames(templates['production-widget'] as Template).filter(
      (name) => !name.startsWith('AWS::CloudWatch'),
    );

    expect(names.toSorted()).toEqual([
      'AWS::ApiGateway::RestApi smile-production-widget',
      'AWS::ApiGatewayV2::Api smile-production-widget-widget',
      'AWS::Events::Archive smile-production-widget',
      'AWS::Events::EventBus smile-production-widget',
      'AWS::SQS::Queue smile-production-widget-dead-letters.fifo',
      'AWS::SQS::Queue smile-production-widget-events.fifo',
    ]);
  });

  it('are two stacks, of which only production refuses to be deleted', () => {
    const stacks = appOf(testedStages)
      .synth()
      .stacks.map(({ stackName, terminationProtection }) => [stackName, terminationProtection]);

    expect(Object.fromEntries(stacks)).toEqual({
      'smile-sandbox': false,
      'smile-production': true,
      'smile-production-widget': true,
    });
  });
});

describe('the same code and configuration', () => {
  it('give the same template, byte for byte', () => {
    const again = templatesOf(testedStages);

    expect(JSON.stringify(again)).toBe(JSON.stringify(templates));
  });

  it('give the same template alone as beside another stage', () => {
    const { production } = templatesOf({ production: testedStages.production });

    expect(production).toEqual(templates.production);
  });
});
