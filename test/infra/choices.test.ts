import { isDeepStrictEqual } from 'node:util';
import { Aws, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../infra/configuration.ts';
import { brokenPromises } from './promises/promises.ts';
import { emptyApp, sandboxWith } from './synthesized.ts';
import { all, at, one, property, type Template, words } from './template.ts';
import { expectedOf } from './tested-stages.ts';

const plain = sandboxWith();
const sandbox = { ...expectedOf('sandbox'), widget: undefined };

const deploymentOf = (template: Template) => one(template, 'AWS::ApiGateway::Deployment').id;
const worker = (template: Template) => one(template, 'AWS::Lambda::Function', 'Worker');
const endpointSwitch = (template: Template) =>
  property(one(template, 'AWS::ApiGateway::RestApi'), 'DisableExecuteApiEndpoint');
const accessLog = (template: Template) =>
  property(one(template, 'AWS::ApiGateway::Stage'), 'AccessLogSetting') as
    | { readonly DestinationArn: string; readonly Format: string }
    | undefined;
const widgetLog = (template: Template) =>
  property(one(template, 'AWS::ApiGatewayV2::Stage'), 'AccessLogSettings');

/** As `words` shows it. */
const referenceTo = (name: string) => `\${${name}}`;

const FIREHOSE =
  'arn:aws:firehose:eu-central-1:123456789012:deliverystream/amazon-apigateway-smile';
const LOG_GROUP = 'arn:aws:logs:eu-central-1:123456789012:log-group:smile-access';

const actionsOn = (template: Template, resource: string) =>
  (
    property(one(template, 'AWS::IAM::Policy', 'Worker'), 'PolicyDocument', 'Statement') as {
      readonly Action: unknown;
      readonly Resource: unknown;
    }[]
  )
    .filter(({ Resource }) => words(Resource) === resource)
    .flatMap(({ Action }) => Action);

describe('the allowed addresses', () => {
  it('are those of the configuration, and the extra ones of a sandbox', () => {
    const template = sandboxWith({
      allowedAddresses: ['203.0.113.0/24'],
      extraAddresses: ['198.51.100.7/32'],
    });

    const [statement, ...others] = property(
      one(template, 'AWS::ApiGateway::RestApi'),
      'Policy',
      'Statement',
    ) as { readonly Condition: unknown }[];

    expect(others).toEqual([]);
    expect(statement?.Condition).toEqual({
      IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.7/32'] },
    });
  });

  it('bring a new deployment when they change: API Gateway judges by the deployed policy', () => {
    const changed = sandboxWith({ allowedAddresses: ['203.0.113.0/24'] });

    expect(deploymentOf(changed)).not.toBe(deploymentOf(plain));
    expect(words(property(one(changed, 'AWS::ApiGateway::Stage'), 'DeploymentId'))).toBe(
      `\${${deploymentOf(changed)}}`,
    );
  });

  it('bring none when something else changes', () => {
    const changed = sandboxWith({ workerConcurrency: 9, retentionDays: { logs: 7 } });

    expect(deploymentOf(changed)).toBe(deploymentOf(plain));
  });
});

describe('the room for business code', () => {
  it('hands its environment to the worker, and to nobody else', () => {
    const template = sandboxWith({ handlers: { environment: { CRM_URL: 'https://crm.example' } } });

    const holders = all(template, 'AWS::Lambda::Function').filter(
      (lambda) => property(lambda, 'Environment', 'Variables', 'CRM_URL') !== undefined,
    );

    expect(holders).toEqual([worker(template)]);
    expect(property(worker(template), 'Environment', 'Variables', 'CRM_URL')).toBe(
      'https://crm.example',
    );
  });

  it('moves the visibility timeout and the deadline with the timeout of the worker', () => {
    const template = sandboxWith({ handlers: { timeoutSeconds: 120, memoryMegabytes: 1024 } });

    expect(property(worker(template), 'Timeout')).toBe(120);
    expect(property(worker(template), 'MemorySize')).toBe(1024);
    expect(property(one(template, 'AWS::SQS::Queue', 'EventsQueue'), 'VisibilityTimeout')).toBe(
      720,
    );
  });

  it('moves the age at which an event is too old with them', () => {
    const template = sandboxWith({ handlers: { timeoutSeconds: 120 } });
    const age = one(template, 'AWS::CloudWatch::Alarm', 'Monitoringqueueage');

    // Five crashes, a visibility timeout each, and five minutes.
    expect(property(age, 'Threshold')).toBe(5 * 720 + 300);
  });

  it('gives the worker what its handlers may do', () => {
    const crm = 'arn:aws:dynamodb:eu-central-1:123456789012:table/crm';
    const template = sandboxWith({
      handlers: { policies: [{ actions: ['dynamodb:Query'], resources: [crm] }] },
    });

    expect(actionsOn(template, crm)).toEqual(['dynamodb:Query']);
  });

  it.each([
    [
      'arn:aws:dynamodb:eu-central-1:123456789012:table/crm/index/*',
      'eu-central-1',
      '123456789012',
    ],
    [
      `arn:aws:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:table/crm/index/*`,
      referenceTo('AWS::Region'),
      referenceTo('AWS::AccountId'),
    ],
  ])('passes the rules with a wildcard that has a reason: %s', (indexes, region, account) => {
    const template = sandboxWith({
      handlers: {
        policies: [
          {
            actions: ['dynamodb:Query'],
            resources: [indexes],
            wildcardReason: 'Every index of the table is queried.',
          },
        ],
      },
    });

    const shown = `arn:aws:dynamodb:${region}:${account}:table/crm/index/*`;
    expect(actionsOn(template, shown)).toEqual(['dynamodb:Query']);
  });

  it('places the worker in a private network, and lets it reach that', () => {
    const vpc = {
      subnetIds: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'],
      securityGroupIds: ['sg-0a1b2c3d'],
    };
    const template = sandboxWith({ handlers: { vpc } });

    expect(property(worker(template), 'VpcConfig')).toEqual({
      SubnetIds: vpc.subnetIds,
      SecurityGroupIds: vpc.securityGroupIds,
    });
    expect(actionsOn(template, '*')).toContain('ec2:CreateNetworkInterface');
  });
});

describe('the retries', () => {
  const template = sandboxWith({ retry: { attempts: 20, baseSeconds: 60, maxFaultSeconds: 1800 } });

  it('are told to the worker', () => {
    expect(property(worker(template), 'Environment', 'Variables')).toMatchObject({
      RETRY_ATTEMPTS: '20',
      RETRY_BASE_SECONDS: '60',
      RETRY_MAX_FAULT_SECONDS: '1800',
    });
    expect(property(worker(plain), 'Environment', 'Variables')).toMatchObject({
      RETRY_ATTEMPTS: '5',
      RETRY_BASE_SECONDS: '8',
      RETRY_MAX_FAULT_SECONDS: '900',
    });
  });

  it('move the age at which an event is too old', () => {
    const age = one(template, 'AWS::CloudWatch::Alarm', 'Monitoringqueueage');

    expect(property(age, 'Threshold')).toBe(15_300);
  });
});

describe('a custom domain', () => {
  const template = sandboxWith({
    customDomain: {
      domainName: 'hooks.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d',
    },
  });

  it('is the webhook URL, and leads to the stage', () => {
    const mapping = one(template, 'AWS::ApiGateway::BasePathMapping');

    expect(template.Outputs.WebhookUrl?.Value).toBe('https://hooks.example.com/webhooks');
    expect(words(property(mapping, 'Stage'))).toBe(
      `\${${one(template, 'AWS::ApiGateway::Stage').id}}`,
    );
  });

  it('speaks TLS 1.2 at least, and names the target for the DNS record', () => {
    const domain = one(template, 'AWS::ApiGateway::DomainName');

    expect(property(domain, 'SecurityPolicy')).toBe('TLS_1_2');
    expect(Object.keys(template.Outputs)).toEqual(
      expect.arrayContaining(['DnsTarget', 'DnsTargetHostedZone']),
    );
  });

  it('switches the default endpoint off, which is on otherwise', () => {
    expect(endpointSwitch(template)).toBe(true);
    expect(endpointSwitch(plain)).toBeUndefined();
  });
});

describe('access logs', () => {
  const accessLogDestinationArn = FIREHOSE;
  it('go where the configuration says, and say why the gateway refused', () => {
    const { DestinationArn, Format } = accessLog(sandboxWith({ accessLogDestinationArn })) ?? {};

    expect(DestinationArn).toBe(accessLogDestinationArn);
    expect(JSON.parse(Format ?? '')).toMatchObject({
      responseType: '$context.error.responseType',
      sourceIp: '$context.identity.sourceIp',
    });
  });

  it('are off by default', () => {
    expect(accessLog(plain)).toBeUndefined();
  });
});

describe('a widget', () => {
  const origins = ['https://app.example.com'];

  it('is not there unless a stage has one', () => {
    expect(all(plain, 'AWS::ApiGatewayV2::Api')).toEqual([]);
    expect(plain.Outputs.WidgetUrl).toBeUndefined();
  });

  it('lets in the same page once, however often it is written down', () => {
    const twice = sandboxWith({ widget: { origins: [...origins, ...origins] } });

    expect(
      property(one(twice, 'AWS::ApiGatewayV2::Api'), 'CorsConfiguration', 'AllowOrigins'),
    ).toEqual(origins);
  });

  it('tells the loss detector how long to wait', () => {
    const template = sandboxWith({ widget: { origins, lossAfterMinutes: 60 } });

    const { LOSS_AFTER_MINUTES } = property(
      one(template, 'AWS::Lambda::Function', 'WidgetLossDetector'),
      'Environment',
      'Variables',
    ) as Record<string, unknown>;

    expect(LOSS_AFTER_MINUTES).toBe('60');
  });

  it('changes nothing of what the other parts are', () => {
    const { Resources } = sandboxWith({ widget: { origins } });

    const changed = Object.entries(plain.Resources).filter(
      ([id, resource]) => !isDeepStrictEqual(Resources[id], resource),
    );

    expect(changed.map(([, { Type }]) => Type)).toEqual([
      'AWS::CloudWatch::Dashboard',
      // Those on call read the key of Smile's API, to compare what is registered there.
      'AWS::IAM::ManagedPolicy',
    ]);
  });

  it('says who may have called, without addresses and queries, if there is a log group', () => {
    const { DestinationArn, Format } = widgetLog(
      sandboxWith({ widget: { origins }, accessLogDestinationArn: LOG_GROUP }),
    ) as { readonly DestinationArn: string; readonly Format: string };

    expect(DestinationArn).toBe(LOG_GROUP);
    expect(JSON.parse(Format)).toMatchObject({ route: '$context.routeKey' });
    expect(Format).not.toMatch(/sourceIp|identity|\$context\.path|querystring/i);
  });

  it.each([
    ['nothing', {}],
    ['a Firehose, to which an HTTP API cannot write', { accessLogDestinationArn: FIREHOSE }],
  ])('keeps no access logs if there is %s', (_what, more) => {
    expect(widgetLog(sandboxWith({ widget: { origins }, ...more }))).toBeUndefined();
  });
});

describe('everything else that can be chosen', () => {
  it('reaches its place', () => {
    const template = sandboxWith({
      retentionDays: { ledger: 70, bodies: 60, logs: 7 },
      workerConcurrency: 20,
      logLevel: 'DEBUG',
      archiveDays: 3,
    });

    const mapping = one(template, 'AWS::Lambda::EventSourceMapping');
    const rule = property(one(template, 'AWS::S3::Bucket'), 'LifecycleConfiguration', 'Rules', 0);
    expect(property(mapping, 'ScalingConfig', 'MaximumConcurrency')).toBe(20);
    expect(rule).toMatchObject({ ExpirationInDays: 60 });
    expect(property(one(template, 'AWS::Events::Archive'), 'RetentionDays')).toBe(3);
    expect(property(worker(template), 'Environment', 'Variables', 'LEDGER_RETENTION_DAYS')).toBe(
      '70',
    );
    expect(property(worker(template), 'LoggingConfig', 'ApplicationLogLevel')).toBe('DEBUG');
    expect(property(worker(template), 'Environment', 'Variables', 'POWERTOOLS_LOG_LEVEL')).toBe(
      'DEBUG',
    );
    expect(
      all(template, 'AWS::Logs::LogGroup').map((group) => property(group, 'RetentionInDays')),
    ).toEqual([7, 7]);
  });

  it('leaves a template that chooses nothing without fault', () => {
    expect(brokenPromises(plain, sandbox)).toEqual([]);
  });
});

describe('an alarm topic', () => {
  const ON_CALL = 'arn:aws:sns:ap-southeast-1:123456789012:on-call';

  it('that the stage names gets every alarm, and none is made', () => {
    const template = sandboxWith({ monitoring: { alarmTopic: ON_CALL } });

    const alarms = all(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(10);
    expect(alarms.filter((alarm) => words(property(alarm, 'AlarmActions', 0)) !== ON_CALL)).toEqual(
      [],
    );
    expect(Object.values(template.Resources).filter(({ Type }) => /SNS/.test(Type))).toEqual([]);
    expect(words(at(template.Outputs, ['AlarmTopicArn', 'Value']))).toBe(ON_CALL);
    expect(brokenPromises(template, sandbox)).toEqual([]);
  });

  it('can be made in the same app', () => {
    const stack = new Stack(emptyApp(), 'on-call');
    const { topicArn } = new Topic(stack, 'OnCall');

    const { monitoring } = parseConfiguration('sandbox', {
      mode: 'sandbox',
      region: 'ap-southeast-1',
      monitoring: { alarmTopic: topicArn },
    });

    expect(monitoring).toEqual({ alarmTopic: topicArn });
  });
});
