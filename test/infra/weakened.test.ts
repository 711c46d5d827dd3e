import { describe, expect, it } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { brokenPromises } from './promises/promises.ts';
import { templatesOf } from './synthesized.ts';
import { one, type Template, withProperty } from './template.ts';

const { production, sandbox } = templatesOf(stages) as Record<'production' | 'sandbox', Template>;
const expected = { stage: 'production', mode: 'production' } as const;

const idOf = (type: string, begins: string) => one(production, type, begins).id;
const ingress = idOf('AWS::Lambda::Function', 'Ingress');
const worker = idOf('AWS::Lambda::Function', 'Worker');
const workerPolicy = idOf('AWS::IAM::Policy', 'Worker');
const mapping = idOf('AWS::Lambda::EventSourceMapping', 'Worker');
const apiStage = idOf('AWS::ApiGateway::Stage', 'Webhooks');
const method = idOf('AWS::ApiGateway::Method', 'Webhooks');
const denied = idOf('AWS::ApiGateway::GatewayResponse', 'WebhooksApiACCESSDENIED');

const STATEMENT = ['PolicyDocument', 'Statement', 0];
const SOURCES = ['Policy', 'Statement', 0, 'Condition', 'IpAddress', 'aws:SourceIp'];
const VARIABLES = ['Environment', 'Variables'];

type Path = readonly (string | number)[];
type Weakening = readonly [what: string, id: string, path: Path, value: unknown, caughtBy: string];

/** Each takes one promise back, as a careless change of the code would. */
const weakenings: readonly Weakening[] = [
  ['a policy open to every address', 'WebhooksApi', SOURCES, ['0.0.0.0/0'], "from Smile's address"],
  ['no policy at all', 'WebhooksApi', ['Policy', 'Statement'], [], "from Smile's address"],
  [
    'a policy without its condition',
    'WebhooksApi',
    ['Policy', 'Statement', 0, 'Condition'],
    undefined,
    "from Smile's address",
  ],
  [
    'a principal that API Gateway does not take',
    'WebhooksApi',
    ['Policy', 'Statement', 0, 'Principal'],
    { AWS: '*' },
    "from Smile's address",
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
    ['PolicyDocument', 'Statement', 1, 'Resource'],
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
  ['logs as text', worker, ['LoggingConfig', 'LogFormat'], 'Text', 'log JSON'],
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
];

describe('the promises notice', () => {
  it.each(weakenings)('%s', (_what, id, path, value, caughtBy) => {
    const weakened = withProperty(production, id, path, value);

    const broken = brokenPromises(weakened, expected);

    expect(broken.join('\n')).toContain(caughtBy);
  });

  it('a test-invoke permission', () => {
    const permission = one(production, 'AWS::Lambda::Permission');
    const weakened = withResource('TestInvoke', permission.resource);

    expect(brokenPromises(weakened, expected).join()).toContain('may invoke a function');
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
