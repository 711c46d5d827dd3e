import { describe, expect, it } from 'vitest';
import { brokenPromises } from './promises/promises.ts';
import { templatesOf } from './synthesized.ts';
import { expectedOf, testedStages } from './tested-stages.ts';
import { one, type Template, withProperty } from './template.ts';

const templates = templatesOf(testedStages);
/** With a widget, so that there is something of everything. */
const production = templates['production-widget'] as Template;
const sandbox = templates.sandbox as Template;
const expected = expectedOf('production-widget');

const idOf = (type: string, begins: string) => one(production, type, begins).id;
const ingress = idOf('AWS::Lambda::Function', 'Ingress');
const worker = idOf('AWS::Lambda::Function', 'Worker');
const workerPolicy = idOf('AWS::IAM::Policy', 'Worker');
const mapping = idOf('AWS::Lambda::EventSourceMapping', 'Worker');
const apiStage = idOf('AWS::ApiGateway::Stage', 'Webhooks');
const method = idOf('AWS::ApiGateway::Method', 'Webhooks');
const widgetStage = idOf('AWS::ApiGatewayV2::Stage', 'WidgetApi');
const statusRoute = idOf('AWS::ApiGatewayV2::Route', 'WidgetApiGETstatus');
const statusIntegration = idOf('AWS::ApiGatewayV2::Integration', 'WidgetApiGETstatus');
const rule = idOf('AWS::Events::Rule', 'Widget');
const policyOf = (name: string) => idOf('AWS::IAM::Policy', name);
const denied = idOf('AWS::ApiGateway::GatewayResponse', 'WebhooksApiACCESSDENIED');

const STATEMENT = ['PolicyDocument', 'Statement', 0];
const SOURCES = ['Policy', 'Statement', 0, 'Condition', 'IpAddress', 'aws:SourceIp'];
const VARIABLES = ['Environment', 'Variables'];

type Path = readonly (string | number)[];
type Weakening = readonly [what: string, id: string, path: Path, value: unknown, caughtBy: string];

/** Each takes one promise back, as a careless change of the code would. */
const weakenings: readonly Weakening[] = [
  [
    'a policy open to every address',
    'WebhooksApi',
    SOURCES,
    ['0.0.0.0/0'],
    'from the allowed addresses',
  ],
  ['no policy at all', 'WebhooksApi', ['Policy', 'Statement'], [], 'from the allowed addresses'],
  [
    'a policy without its condition',
    'WebhooksApi',
    ['Policy', 'Statement', 0, 'Condition'],
    undefined,
    'from the allowed addresses',
  ],
  [
    'a principal that API Gateway does not take',
    'WebhooksApi',
    ['Policy', 'Statement', 0, 'Principal'],
    { AWS: '*' },
    'from the allowed addresses',
  ],
  ['bodies taken for text', 'WebhooksApi', ['BinaryMediaTypes'], undefined, 'as it came'],
  ['another method', method, ['HttpMethod'], 'ANY', 'nothing else'],
  [
    'a throttle near the rate of Smile',
    apiStage,
    ['MethodSettings', 0, 'ThrottlingRateLimit'],
    1,
    'a fuse',
  ],
  [
    'a gateway that names its resources',
    denied,
    ['ResponseTemplates', 'application/json'],
    '{"stored":false,"message":$context.error.messageString}',
    'without internals',
  ],
  ['no encryption', 'EventsQueue', ['SqsManagedSseEnabled'], false, 'encrypted at rest'],
  ['no redrive', 'EventsQueue', ['RedrivePolicy'], undefined, '1,000 receives'],
  ['an early redrive', 'EventsQueue', ['RedrivePolicy', 'maxReceiveCount'], 3, '1,000 receives'],
  [
    'visibility below the timeout',
    'EventsQueue',
    ['VisibilityTimeout'],
    20,
    "six times the worker's timeout",
  ],
  [
    'a standard throughput',
    'EventsQueue',
    ['FifoThroughputLimit'],
    'perQueue',
    'high-throughput mode',
  ],
  ['a short memory', 'DeadLettersQueue', ['MessageRetentionPeriod'], 345_600, '14 days'],
  [
    'dead letters open to every queue',
    'DeadLettersQueue',
    ['RedriveAllowPolicy', 'redrivePermission'],
    'allowAll',
    'only the events queue',
  ],
  ['batches of ten', mapping, ['BatchSize'], 10, 'one event at a time'],
  ['workers without bound', mapping, ['ScalingConfig'], undefined, 'one event at a time'],
  [
    'a failure that deletes its message',
    mapping,
    ['FunctionResponseTypes'],
    undefined,
    'which message failed',
  ],
  [
    'every action on the queue',
    workerPolicy,
    [...STATEMENT, 'Action'],
    'sqs:*',
    'holds a wildcard',
  ],
  [
    'every resource',
    workerPolicy,
    ['PolicyDocument', 'Statement', 2, 'Resource'],
    '*',
    'is a wildcard but for X-Ray',
  ],
  [
    'one action more',
    workerPolicy,
    [...STATEMENT, 'Action'],
    ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DeleteLogStream'],
    'write both tables and announce',
  ],
  [
    'a policy that AWS manages',
    idOf('AWS::IAM::Role', 'Worker'),
    ['ManagedPolicyArns'],
    ['arn:aws:iam::aws:policy/AmazonSQSFullAccess'],
    'policies that AWS manages',
  ],
  [
    'a shared role',
    worker,
    ['Role'],
    { 'Fn::GetAtt': [idOf('AWS::IAM::Role', 'Ingress'), 'Arn'] },
    'a role of its own',
  ],
  [
    'a public bucket',
    'BodiesBucket',
    ['PublicAccessBlockConfiguration', 'BlockPublicPolicy'],
    false,
    'can be public',
  ],
  ['an unencrypted bucket', 'BodiesBucket', ['BucketEncryption'], undefined, 'encrypted'],
  ['bodies for ever', 'BodiesBucket', ['LifecycleConfiguration'], undefined, 'bodies expire'],
  [
    'versions of what was purged',
    'BodiesBucket',
    ['VersioningConfiguration'],
    { Status: 'Enabled' },
    'no older version',
  ],
  ['rows for ever', 'LedgerTable', ['TimeToLiveSpecification'], undefined, 'rows of the ledger'],
  [
    'no way back',
    'StateTable',
    ['PointInTimeRecoverySpecification'],
    undefined,
    'restored to any second',
  ],
  [
    'tables that a click deletes',
    'LedgerTable',
    ['DeletionProtectionEnabled'],
    false,
    'deleted by mistake',
  ],
  ['a table with a name', 'LedgerTable', ['TableName'], 'ledger', 'no names of their own'],
  [
    'a secret in a variable',
    ingress,
    [...VARIABLES, 'WEBHOOK_SECRET_ID'],
    '{{resolve:secretsmanager:webhook:SecretString:current}}',
    'no variable holds a secret',
  ],
  [
    'the secret told to the worker',
    worker,
    [...VARIABLES, 'LEDGER_TABLE'],
    { Ref: 'WebhookSecret' },
    'no variable holds a secret',
  ],
  [
    'a secret that is generated anew',
    'WebhookSecret',
    ['GenerateSecretString', 'PasswordLength'],
    63,
    'generated once',
  ],
  ['an older Node', worker, ['Runtime'], 'nodejs22.x', 'Node 24'],
  ['logs as text', worker, ['LoggingConfig', 'LogFormat'], 'Text', 'logs JSON'],
  [
    'a level that drops the metrics',
    worker,
    ['LoggingConfig', 'ApplicationLogLevel'],
    'WARN',
    'lets the metrics pass',
  ],
  ['no tracing', ingress, ['TracingConfig'], undefined, 'traced by Lambda'],
  ['reserved concurrency', worker, ['ReservedConcurrentExecutions'], 5, 'reserves concurrency'],
  [
    'logs for ever',
    idOf('AWS::Logs::LogGroup', 'Worker'),
    ['RetentionInDays'],
    undefined,
    'that forgets',
  ],
  [
    'a queue without TLS',
    idOf('AWS::SQS::QueuePolicy', 'QueuesEvents'),
    [...STATEMENT, 'Condition'],
    undefined,
    'both queues refuse',
  ],
  [
    'a bucket without TLS',
    idOf('AWS::S3::BucketPolicy', 'Bodies'),
    [...STATEMENT, 'Effect'],
    'Allow',
    'refuses whoever',
  ],
  [
    'pages of every origin',
    'WidgetApi',
    ['CorsConfiguration', 'AllowOrigins'],
    ['*'],
    'only pages of the configured origins',
  ],
  [
    'one origin more',
    'WidgetApi',
    ['CorsConfiguration', 'AllowOrigins', 2],
    'https://elsewhere.example.com',
    'only pages of the configured origins',
  ],
  [
    'cookies of the pages',
    'WidgetApi',
    ['CorsConfiguration', 'AllowCredentials'],
    true,
    'only pages of the configured origins',
  ],
  [
    'a function that answers other origins than the API',
    idOf('AWS::Lambda::Function', 'WidgetStatus'),
    [...VARIABLES, 'WIDGET_ORIGINS'],
    '*',
    'only pages of the configured origins',
  ],
  ['another route', statusRoute, ['RouteKey'], '$default', 'has three routes'],
  [
    'requests in another format',
    statusIntegration,
    ['PayloadFormatVersion'],
    '1.0',
    'payload format 2.0',
  ],
  [
    'a route to the wrong function',
    statusIntegration,
    ['IntegrationUri'],
    { 'Fn::GetAtt': [worker, 'Arn'] },
    'to one function',
  ],
  [
    'link tokens at the rate of everything',
    widgetStage,
    ['RouteSettings'],
    undefined,
    'link tokens below what Smile takes',
  ],
  [
    'link tokens faster than Smile gives them',
    widgetStage,
    ['RouteSettings', 'POST /link-token', 'ThrottlingRateLimit'],
    50,
    'link tokens below what Smile takes',
  ],
  ['pages without a fuse', widgetStage, ['DefaultRouteSettings'], undefined, 'by a fuse'],
  ['routes that are never deployed', widgetStage, ['AutoDeploy'], false, 'by a fuse'],
  [
    'callbacks that read the state',
    policyOf('WidgetCallbacks'),
    [...STATEMENT, 'Action'],
    ['logs:CreateLogStream', 'logs:PutLogEvents', 'dynamodb:Query'],
    'callbacks may be counted and put on the events queue',
  ],
  [
    'callbacks that count in the state',
    policyOf('WidgetCallbacks'),
    ['PolicyDocument', 'Statement', 4, 'Resource'],
    { 'Fn::GetAtt': ['StateTable', 'Arn'] },
    'callbacks may be counted and put on the events queue',
  ],
  [
    "Smile's API key for everybody",
    policyOf('WidgetCallbacks'),
    ['PolicyDocument', 'Statement', 3, 'Resource'],
    [{ Ref: 'WidgetSessionSecret' }, { Ref: 'ApiCredentials' }],
    'callbacks may be counted and put on the events queue',
  ],
  [
    'a webhook secret for a page to ask with',
    policyOf('WidgetLinkToken'),
    ['PolicyDocument', 'Statement', 2, 'Resource'],
    [{ Ref: 'WebhookSecret' }, { Ref: 'WidgetSessionSecret' }],
    'link tokens are counted',
  ],
  [
    'a status of everybody',
    policyOf('WidgetStatus'),
    ['PolicyDocument', 'Statement', 3, 'Action'],
    ['dynamodb:Query', 'dynamodb:Scan'],
    'the status is read',
  ],
  [
    'a loss detector that reads the state',
    policyOf('WidgetLossDetector'),
    ['PolicyDocument', 'Statement', 2, 'Resource'],
    { 'Fn::GetAtt': ['StateTable', 'Arn'] },
    'sees the keys',
  ],
  [
    'a production that asks the sandbox of Smile',
    idOf('AWS::Lambda::Function', 'WidgetLinkToken'),
    [...VARIABLES, 'SMILE_MODE'],
    'sandbox',
    "in the stage's mode",
  ],
  [
    "Smile's API key in a variable",
    idOf('AWS::Lambda::Function', 'WidgetStatus'),
    [...VARIABLES, 'STATE_TABLE'],
    { Ref: 'ApiCredentials' },
    'no variable holds a secret',
  ],
  [
    'a session secret that is generated anew',
    'WidgetSessionSecret',
    ['GenerateSecretString', 'ExcludePunctuation'],
    false,
    'the session secret is generated once',
  ],
  [
    'an API key that is made up',
    'ApiCredentials',
    ['GenerateSecretString'],
    {},
    "the place for Smile's API key is empty",
  ],
  [
    'limits for ever',
    'WidgetLimitsTable',
    ['TimeToLiveSpecification'],
    undefined,
    'limits are paid by request',
  ],
  ['no schedule', rule, ['State'], 'DISABLED', 'runs every five minutes'],
  [
    'runs beside each other',
    idOf('AWS::Lambda::EventInvokeConfig', 'Widget'),
    ['MaximumRetryAttempts'],
    2,
    'a run is never repeated',
  ],
  [
    'an index that copies the state',
    'StateTable',
    ['GlobalSecondaryIndexes', 0, 'Projection', 'ProjectionType'],
    'ALL',
    'what waits for a webhook',
  ],
];

describe('the promises notice', () => {
  it.each(weakenings)('%s', (_what, id, path, value, caughtBy) => {
    const weakened = withProperty(production, id, path, value);

    const broken = brokenPromises(weakened, expected);

    expect(broken.join('\n')).toContain(caughtBy);
  });

  it('a test-invoke permission', () => {
    const permission = one(production, 'AWS::Lambda::Permission', 'Webhooks');
    const weakened = withResource('TestInvoke', permission.resource);

    expect(brokenPromises(weakened, expected).join()).toContain('may invoke a function');
  });

  it('another route of the widget that invokes its function', () => {
    const { Type, Properties } = production.Resources[statusRoute] ?? { Type: '' };
    const weakened = withResource('Extra', {
      Type,
      Properties: { ...Properties, RouteKey: 'DELETE /status' },
    });

    expect(brokenPromises(weakened, expected).join()).toContain('has three routes');
  });

  it('a stage of the API that does not wait for its throttled route', () => {
    const { [widgetStage]: stage } = production.Resources;
    const weakened = withResource(widgetStage, { ...stage, DependsOn: [] });

    expect(brokenPromises(weakened, expected).join()).toContain('throttled by a fuse');
  });

  it('a widget in a stage that has none', () => {
    const broken = brokenPromises(production, { ...expected, widget: undefined });

    expect(broken).toContain('a stage without a widget has nothing of it');
  });

  it.each(['WidgetSessionSecret', 'ApiCredentials'])('%s that goes with the stack', (id) => {
    const { [id]: secret } = production.Resources;
    const weakened = withResource(id, { ...secret, DeletionPolicy: 'Delete' });

    expect(brokenPromises(weakened, expected).join()).toContain('production keeps tables');
  });

  it('an API of the widget under a new logical id, and so at a URL that no page knows', () => {
    const { WidgetApi, ...others } = production.Resources;
    const weakened = { ...production, Resources: { ...others, WidgetApi2: WidgetApi } };

    expect(brokenPromises(weakened as Template, expected).join()).toContain(
      'keep their logical ids',
    );
  });

  it("a role for CloudWatch, which is the account's", () => {
    const weakened = withResource('Account', { Type: 'AWS::ApiGateway::Account', Properties: {} });

    expect(brokenPromises(weakened, expected).join()).toContain('no role for CloudWatch');
  });

  it('a table that goes with the stack', () => {
    const { LedgerTable } = production.Resources;
    const weakened = withResource('LedgerTable', { ...LedgerTable, DeletionPolicy: 'Delete' });

    expect(brokenPromises(weakened, expected).join()).toContain('production keeps tables');
  });

  it('an API under a new logical id', () => {
    const { WebhooksApi, ...others } = production.Resources;
    const weakened = { ...production, Resources: { ...others, Webhooks2: WebhooksApi } };

    expect(brokenPromises(weakened as Template, expected).join()).toContain(
      'keep their logical ids',
    );
  });

  it('two resources that wait for each other', () => {
    const { EventsQueue } = production.Resources;
    const waiting = { ...EventsQueue, DependsOn: [mapping] };
    const weakened = withResource('EventsQueue', waiting);

    expect(brokenPromises(weakened, expected).join()).toContain('waits for itself');
  });

  it("a secret's value in an output", () => {
    const Value = '{{resolve:secretsmanager:webhook:SecretString:current}}';
    const weakened = { ...production, Outputs: { ...production.Outputs, Secret: { Value } } };

    expect(brokenPromises(weakened, expected).join()).toContain('reads the value of a secret');
  });

  it('a sandbox sold as production', () => {
    const broken = brokenPromises(sandbox, expected);

    expect(broken.join()).toContain('deleted by mistake');
    expect(broken.join()).toContain('production keeps tables');
  });
});

it('the template that is weakened here is itself without fault', () => {
  expect(brokenPromises(production, expected)).toEqual([]);
});

function withResource(id: string, resource: unknown): Template {
  const added = { [id]: resource as Template['Resources'][string] };
  return { ...production, Resources: { ...production.Resources, ...added } };
}
