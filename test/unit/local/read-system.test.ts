import { describe, expect, it } from 'vitest';
import { readSystem } from '../../../local/template/system.ts';
import { TemplateUnsupported } from '../../../local/template/template-unsupported.ts';
import { type Change, changed, extended, synthesized } from './synthesized.ts';

const FUNCTION = 'AWS::Lambda::Function';
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const METHOD = 'AWS::ApiGateway::Method';
const QUEUE = 'AWS::SQS::Queue';
const TABLE = 'AWS::DynamoDB::Table';
const SECRET = 'AWS::SecretsManager::Secret';

const read = (type: string, change: Change) => readSystem(changed(type, change));

describe("the stack's own template", () => {
  const system = readSystem(synthesized);

  it('says what the gateway does', () => {
    expect(system.gateway).toMatchObject({
      stage: 'sandbox',
      method: 'POST',
      path: '/webhooks',
      responses: { ACCESS_DENIED: { status: 403, headers: { 'cache-control': 'no-store' } } },
    });
  });

  it('says which function stands behind the gateway, and which one behind the queue', () => {
    expect(system.ingress).toMatchObject({ timeoutSeconds: 10, memoryMegabytes: 512 });
    expect(system.ingress.environment).toHaveProperty('WEBHOOK_SECRET_ID');
    expect(system.worker).toMatchObject({ timeoutSeconds: 30, memoryMegabytes: 512 });
    expect(system.worker.environment).toHaveProperty('LEDGER_TABLE');
  });

  it('says how messages reach the worker', () => {
    expect(system.mapping).toMatchObject({
      queueId: 'EventsQueue',
      batchSize: 1,
      concurrency: 5,
      reportsItemFailures: true,
    });
  });

  it('says what the queues are', () => {
    const fifo = {
      FifoQueue: 'true',
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      MessageRetentionPeriod: '1209600',
      SqsManagedSseEnabled: 'true',
    };
    expect(system.queues).toEqual({
      EventsQueue: {
        name: 'smile-sandbox-events.fifo',
        attributes: { ...fifo, VisibilityTimeout: '180' },
        redrive: { deadLettersId: 'DeadLettersQueue', maxReceiveCount: 1000 },
      },
      DeadLettersQueue: { name: 'smile-sandbox-dead-letters.fifo', attributes: fifo },
    });
  });

  it('says what the tables are, with their indexes', () => {
    const { LedgerTable, StateTable } = system.tables;

    expect(LedgerTable?.TableName).toBe('smile-sandbox-LedgerTable');
    expect(LedgerTable?.KeySchema).toEqual([{ AttributeName: 'eventId', KeyType: 'HASH' }]);
    expect(LedgerTable?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual([
      'bySubject',
      'open',
    ]);
    expect(StateTable?.KeySchema).toHaveLength(2);
    expect(LedgerTable).not.toHaveProperty('TimeToLiveSpecification');
  });

  it('names the rest', () => {
    expect(system.buckets).toEqual({ BodiesBucket: 'smile-sandbox-bodiesbucket' });
    expect(system.bus.name).toBe('smile-sandbox');
    expect(system.secret.name).toBe('smile-sandbox-WebhookSecret');
    expect(system.secret.textWith('s')).toBe('{"current":"s"}');
  });
});

describe('a changed template is followed:', () => {
  it('batch size, concurrency, and whether answers say what failed', () => {
    const { mapping } = read(MAPPING, (properties) => {
      properties.BatchSize = 10;
      properties.ScalingConfig = { MaximumConcurrency: 2 };
      delete properties.FunctionResponseTypes;
    });

    expect(mapping).toMatchObject({ batchSize: 10, concurrency: 2, reportsItemFailures: false });
  });

  it('timeout and memory of the functions, their names and variables', () => {
    const { ingress, worker } = read(FUNCTION, (properties) => {
      properties.Timeout = 7;
      properties.MemorySize = 256;
      properties.FunctionName = 'named';
      properties.Environment = { Variables: { ONLY: 'this' } };
    });

    const all = {
      name: 'named',
      timeoutSeconds: 7,
      memoryMegabytes: 256,
      environment: { ONLY: 'this' },
    };
    expect([ingress, worker]).toEqual([all, all]);
  });

  it('names and attributes of the queues', () => {
    const { queues } = read(QUEUE, (properties) => {
      properties.VisibilityTimeout = 12;
      properties.DelaySeconds = 3;
      if (properties.RedrivePolicy) Object.assign(properties.RedrivePolicy, { maxReceiveCount: 2 });
    });

    expect(queues.EventsQueue).toMatchObject({
      attributes: { VisibilityTimeout: '12', DelaySeconds: '3' },
      redrive: { maxReceiveCount: 2 },
    });
  });

  it('the path of the API and its method', () => {
    const template = changed(
      METHOD,
      (properties) => (properties.HttpMethod = 'PUT'),
      changed('AWS::ApiGateway::Resource', (properties) => (properties.PathPart = 'events')),
    );
    const open = changed(
      'AWS::ApiGateway::RestApi',
      (properties) => {
        const { Statement } = properties.Policy as { Statement: { Resource: string }[] };
        for (const statement of Statement) statement.Resource = 'execute-api:/*/PUT/events';
      },
      template,
    );

    expect(() => readSystem(template)).toThrow('its resource policy says Resource');
    expect(readSystem(open).gateway).toMatchObject({ method: 'PUT', path: '/events' });
  });

  it("the secret's JSON", () => {
    const { secret } = read(SECRET, (properties) => {
      properties.Name = 'webhook';
      properties.GenerateSecretString = {
        GenerateStringKey: 'now',
        SecretStringTemplate: '{"a":1}',
      };
    });

    expect(secret.name).toBe('webhook');
    expect(JSON.parse(secret.textWith('s'))).toEqual({ a: 1, now: 's' });
  });
});

describe('what the local run would not do as AWS does stops the start:', () => {
  const refused: readonly (readonly [string, string, Change, string])[] = [
    ['a filter', MAPPING, (p) => (p.FilterCriteria = {}), 'FilterCriteria'],
    ['a mapping that is off', MAPPING, (p) => (p.Enabled = false), 'Enabled'],
    ['a batch that no FIFO queue gives', MAPPING, (p) => (p.BatchSize = 11), '1 to 10'],
    ['no bound on workers', MAPPING, (p) => delete p.ScalingConfig, 'MaximumConcurrency'],
    ['an unknown queue', MAPPING, (p) => (p.EventSourceArn = 'arn:aws:sqs:x'), 'AWS::SQS::Queue'],
    ['another runtime', FUNCTION, (p) => (p.Runtime = 'nodejs20.x'), 'nodejs24.x only'],
    ['another handler', FUNCTION, (p) => (p.Handler = 'main.run'), 'index.handler'],
    [
      'another kind of integration',
      METHOD,
      (p) => Object.assign(p.Integration as object, { Type: 'AWS' }),
      'AWS_PROXY only',
    ],
    ['text bodies', 'AWS::ApiGateway::RestApi', (p) => delete p.BinaryMediaTypes, '*/*'],
    ['a queue without a name', QUEUE, (p) => delete p.QueueName, 'QueueName must be text'],
    ['a queue attribute to be computed', QUEUE, (p) => (p.DelaySeconds = { Ref: 'D' }), 'Delay'],
    ['a table with a stream', TABLE, (p) => (p.StreamSpecification = {}), 'StreamSpecification'],
    ['a secret that is no JSON', SECRET, (p) => (p.GenerateSecretString = {}), 'a JSON object'],
    [
      'variables in a gateway response',
      'AWS::ApiGateway::GatewayResponse',
      (p) => (p.ResponseTemplates = { 'application/json': '$context.error.messageString' }),
      'no variables',
    ],
  ];

  it.each(refused)('%s', (_, type, change, words) => {
    const reading = () => read(type, change);

    expect(reading).toThrow(TemplateUnsupported);
    expect(reading).toThrow(words);
  });

  it('a second method', () => {
    const template = extended('More', { Type: METHOD, Properties: { HttpMethod: 'GET' } });

    expect(() => readSystem(template)).toThrow('there are 2 of it');
  });
});
