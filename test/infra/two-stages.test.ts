import { describe, expect, it } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { appOf, templatesOf } from './synthesized.ts';
import { type Template, words } from './template.ts';

const templates = templatesOf(stages);

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
    const [sandbox = [], production = []] = Object.values(templates).map(physicalNames);

    expect(sandbox.length).toBeGreaterThan(4);
    expect(sandbox.filter((name) => production.includes(name))).toEqual([]);
  });

  it('have every name but the dashboards and alarms from the stage alone', () => {
    const names = physicalNames(templates.production as Template).filter(
      (name) => !name.startsWith('AWS::CloudWatch'),
    );

    expect(names.toSorted()).toEqual([
      'AWS::ApiGateway::RestApi smile-production',
      'AWS::Events::EventBus smile-production',
      'AWS::SQS::Queue smile-production-dead-letters.fifo',
      'AWS::SQS::Queue smile-production-events.fifo',
    ]);
  });

  it('are two stacks, of which only production refuses to be deleted', () => {
    const stacks = appOf(stages)
      .synth()
      .stacks.map(({ stackName, terminationProtection }) => [stackName, terminationProtection]);

    expect(Object.fromEntries(stacks)).toEqual({
      'smile-sandbox': false,
      'smile-production': true,
    });
  });
});

describe('the same code and configuration', () => {
  it('give the same template, byte for byte', () => {
    const again = templatesOf(stages);

    expect(JSON.stringify(again)).toBe(JSON.stringify(templates));
  });

  it('give the same template alone as beside another stage', () => {
    const { production } = templatesOf({ production: stages.production });

    expect(production).toEqual(templates.production);
  });
});
