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
const HTTP_API = 'AWS::ApiGatewayV2::Api';
const HTTP_STAGE = 'AWS::ApiGatewayV2::Stage';
const HTTP_ROUTE = 'AWS::ApiGatewayV2::Route';
const HTTP_INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const RULE = 'AWS::Events::Rule';

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
      queueId: 'SmileEventsQueue',
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
      SmileEventsQueue: {
        name: 'smile-sandbox-events.fifo',
        attributes: { ...fifo, VisibilityTimeout: '180' },
        redrive: { deadLettersId: 'SmileDeadLettersQueue', maxReceiveCount: 1000 },
      },
      SmileDeadLettersQueue: { name: 'smile-sandbox-dead-letters.fifo', attributes: fifo },
    });
  });

  it('says what the tables are, with their indexes', () => {
    const { SmileLedgerTable, SmileStateTable } = system.tables;

    expect(SmileLedgerTable?.TableName).toBe('smile-sandbox-SmileLedgerTable');
    expect(SmileLedgerTable?.KeySchema).toEqual([{ AttributeName: 'eventId', KeyType: 'HASH' }]);
    expect(SmileLedgerTable?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual([
      'bySubject',
      'open',
    ]);
    expect(SmileStateTable?.KeySchema).toHaveLength(2);
    expect(SmileLedgerTable).not.toHaveProperty('TimeToLiveSpecification');
  });

  it('names the rest', () => {
    expect(system.buckets).toEqual({ SmileBodiesBucket: 'smile-sandbox-smilebodiesbucket' });
    expect(system.bus.name).toBe('smile-sandbox');
    expect(system.secret.name).toBe('smile-sandbox-SmileWebhookSecret');
    expect(system.secret.textWith('s')).toBe('{"current":"s"}');
  });

  it('says what the widget’s API is, and which function stands behind which route', () => {
    const { widget } = system;

    expect(widget?.routes).toEqual([
      { key: 'POST /callbacks', calls: 'callbacks' },
      { key: 'POST /link-token', calls: 'link-token' },
      { key: 'GET /status', calls: 'status' },
    ]);
    expect(widget?.cors).toMatchObject({
      origins: ['http://127.0.0.1:8787', 'http://localhost:8787'],
      methods: ['GET', 'POST'],
      headers: ['authorization', 'content-type', 'if-none-match'],
      exposed: ['etag', 'retry-after'],
      maxAge: 7200,
    });
    expect(widget?.functions.callbacks.environment).toHaveProperty('EVENTS_QUEUE_URL');
    expect(widget?.functions.callbacks.environment).toHaveProperty('LIMITS_TABLE');
    expect(widget?.functions['link-token'].environment).toHaveProperty('LIMITS_TABLE');
    expect(widget?.functions.status.environment).toHaveProperty('STATE_TABLE');
  });

  it('says how often losses are looked for, and by what', () => {
    const { widget } = system;

    expect(widget?.schedule.everyMinutes).toBe(5);
    expect(widget?.functions['loss-detector'].environment).toHaveProperty('LOSS_AFTER_MINUTES');
  });

  it('tells the secrets apart by who uses them', () => {
    const { widget } = system;

    expect(widget?.sessionSecret.name).toBe('smile-sandbox-SmileWidgetSessionSecret');
    expect(widget?.sessionSecret.textWith('s')).toBe('{"current":"s"}');
    expect(widget?.credentials).toEqual({
      id: 'SmileApiCredentials',
      name: 'smile-sandbox-SmileApiCredentials',
    });
  });

  it('has the index by which the loss detector finds its accounts, of keys only', () => {
    const indexes = system.tables.SmileStateTable?.GlobalSecondaryIndexes ?? [];

    expect(indexes.find(({ IndexName }) => IndexName === 'awaiting')?.Projection).toEqual({
      ProjectionType: 'KEYS_ONLY',
    });
  });
});

describe('a template without the widget', () => {
  it('is read all the same', () => {
    const ofWidget = /^AWS::(ApiGatewayV2::|Events::Rule$)/;
    const Resources = Object.fromEntries(
      Object.entries(synthesized.Resources).filter(([, { Type }]) => !ofWidget.test(Type)),
    );

    const system = readSystem({ Resources });

    expect(system).not.toHaveProperty('widget');
    expect(system.secret.name).toBe('smile-sandbox-SmileWebhookSecret');
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
      const { Variables } = (properties.Environment ?? {}) as { Variables?: object };
      properties.Environment = { Variables: { ...Variables, MORE: 'this' } };
    });

    const all = {
      name: 'named',
      timeoutSeconds: 7,
      memoryMegabytes: 256,
      environment: expect.objectContaining({ MORE: 'this' }),
    };
    expect([ingress, worker]).toMatchObject([all, all]);
  });

  it('names and attributes of the queues', () => {
    const { queues } = read(QUEUE, (properties) => {
      properties.VisibilityTimeout = 12;
      properties.DelaySeconds = 3;
      if (properties.RedrivePolicy) Object.assign(properties.RedrivePolicy, { maxReceiveCount: 2 });
    });

    expect(queues.SmileEventsQueue).toMatchObject({
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
      if (!('GenerateSecretString' in properties)) return;
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

describe('a change of the widget is followed:', () => {
  it('its origins, and how long a browser remembers them', () => {
    const { widget } = read(HTTP_API, ({ CorsConfiguration }) => {
      Object.assign(CorsConfiguration as object, { AllowOrigins: ['https://a.example'] });
      Object.assign(CorsConfiguration as object, { MaxAge: undefined });
    });

    expect(widget?.cors).toMatchObject({ origins: ['https://a.example'], maxAge: 0 });
  });

  it.each([
    ['rate(1 minute)', 1],
    ['rate(30 minutes)', 30],
  ])('the schedule: %s', (expression, everyMinutes) => {
    const { widget } = read(RULE, (properties) => (properties.ScheduleExpression = expression));

    expect(widget?.schedule.everyMinutes).toBe(everyMinutes);
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
    ['a WebSocket API', HTTP_API, (p) => (p.ProtocolType = 'WEBSOCKET'), 'knows HTTP only'],
    ['an API without CORS', HTTP_API, (p) => delete p.CorsConfiguration, 'no page could call it'],
    [
      'any origin',
      HTTP_API,
      (p) => Object.assign(p.CorsConfiguration as object, { AllowOrigins: ['*'] }),
      'without a wildcard',
    ],
    [
      'cookies across origins',
      HTTP_API,
      (p) => Object.assign(p.CorsConfiguration as object, { AllowCredentials: true }),
      'AllowCredentials',
    ],
    ['an API that a key opens', HTTP_API, (p) => (p.ApiKeySelectionExpression = ''), 'ApiKey'],
    ['a stage in the path', HTTP_STAGE, (p) => (p.StageName = 'sandbox'), '$default only'],
    ['a stage to be deployed by hand', HTTP_STAGE, (p) => delete p.AutoDeploy, 'AutoDeploy'],
    ['a route of any method', HTTP_ROUTE, (p) => (p.RouteKey = 'ANY /status'), 'ANY /status'],
    ['a route with parameters', HTTP_ROUTE, (p) => (p.RouteKey = 'GET /{id}'), 'GET /{id}'],
    ['a route of an unknown function', HTTP_ROUTE, (p) => (p.RouteKey = 'GET /x'), 'no function'],
    ['an authorizer', HTTP_ROUTE, (p) => (p.AuthorizationType = 'JWT'), 'NONE only'],
    ['the old payload', HTTP_INTEGRATION, (p) => (p.PayloadFormatVersion = '1.0'), '2.0 only'],
    ['a shorter wait', HTTP_INTEGRATION, (p) => (p.TimeoutInMillis = 1000), 'TimeoutInMillis'],
    ['a schedule by the clock', RULE, (p) => (p.ScheduleExpression = 'cron(0 1 * * ? *)'), 'rates'],
    ['a schedule that is off', RULE, (p) => (p.State = 'DISABLED'), 'enabled rates'],
    ['a rule for events', RULE, (p) => (p.EventPattern = {}), 'EventPattern'],
    ['two targets', RULE, (p) => (p.Targets as unknown[]).push({}), 'one target'],
    [
      'an input to the detector',
      RULE,
      (p) => Object.assign((p.Targets as object[])[0] as object, { Input: '{}' }),
      'Input',
    ],
    ['a value for the API key', SECRET, (p) => (p.SecretString = '{}'), 'without a value'],
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
