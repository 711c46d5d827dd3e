import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { receiverTag } from '../../../infra/receiver-tag.ts';
import { ownManifest } from '../../../infra/own-manifest.ts';
import type { LocalRun } from '../../../local/run.ts';

/** What a test can change about a stage. */
export interface StageState {
  /** Undefined: there is no stack. */
  stack: string | undefined;
  outputs: Record<string, string>;
  alarms: {
    AlarmName: string;
    StateValue: string;
    ActionsEnabled: boolean;
    AlarmActions: string[];
    AlarmDescription: string;
  }[];
  subscriptions: { Protocol: string; SubscriptionArn: string; Endpoint: string }[];
  concurrentExecutions: number;
  mappings: {
    UUID: string;
    EventSourceArn: string;
    State: string;
    ScalingConfig: { MaximumConcurrency: number };
  }[];
  /** Seconds that the oldest event waits; undefined: no data. */
  queueAge: number | undefined;
  /** Events that were stored in the last minutes. */
  stored: number;
  /** Actions that are denied, as `sts:GetCallerIdentity`. */
  denied: Set<string>;
}

/** A deployed stage: a local run for its queues, tables and functions, and this for what a laptop has not. */
export interface StageStandIn {
  readonly state: StageState;
  /** For a command on `--stage sandbox`. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

const ACCOUNT = '111122223333';
const TOPIC = `arn:aws:sns:ap-southeast-1:${ACCOUNT}:alarms`;

/** Starts it over a local run. Its stack is called `smile-sandbox`. */
export async function startStageStandIn(run: LocalRun): Promise<StageStandIn> {
  const { endpoints, outputs } = (await (await fetch(`${run.url}/_local/stack`)).json()) as {
    endpoints: Record<string, string>;
    outputs: Record<string, string>;
  };
  const state: StageState = {
    stack: 'UPDATE_COMPLETE',
    outputs: {
      ...outputs,
      WebhookUrl: run.webhookUrl,
      SecretName: run.environment.WEBHOOK_SECRET_ID,
      IngressFunctionName: 'smile-sandbox-Ingress',
      WorkerFunctionName: 'smile-sandbox-Worker',
      AlarmTopicArn: TOPIC,
      ReceiverVersion: ownManifest().version,
      Mode: 'sandbox',
    },
    alarms: ['refused', 'dead-letters'].map((id) => ({
      AlarmName: `smile-sandbox-${id}`,
      StateValue: 'OK',
      ActionsEnabled: true,
      AlarmActions: [TOPIC],
      AlarmDescription: `A cause.\n\nFirst: \`a command\`\n\nRunbook: docs/operations.md#alarm-${id}`,
    })),
    subscriptions: [
      { Protocol: 'email', SubscriptionArn: `${TOPIC}:1`, Endpoint: 'on-call@example.com' },
    ],
    concurrentExecutions: 1000,
    mappings: [
      {
        UUID: 'mapping-1',
        EventSourceArn: 'arn',
        State: 'Enabled',
        ScalingConfig: { MaximumConcurrency: 5 },
      },
    ],
    queueAge: 2,
    stored: 3,
    denied: new Set(),
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    if (request.url === '/deployed') state.stack = 'CREATE_COMPLETE';
    // As the gateway answers to everybody but Smile.
    if (request.url === '/prod/webhooks') response.statusCode = 403;
    if (request.url === '/deployed' || request.url === '/prod/webhooks') {
      return response.end('{"stored":false,"message":"You may not call this."}');
    }
    const [service, action] = actionOf(request, body);
    const name = `${service}:${action}`;
    const answer = state.denied.has(name)
      ? denied(service, name)
      : service === 'secretsmanager'
        ? await forwarded(endpoints.secretsManager ?? '', request, body)
        : await ANSWERS[name]?.(state, body, run);
    const {
      status = 200,
      type,
      headers = {},
      content,
    } = answer ?? { ...denied(service, name), status: 501 };
    response.writeHead(status, { 'content-type': type, ...headers });
    return response.end(content);
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.outputs.WebhookUrl = `${url}/prod/webhooks`;
  return {
    state,
    environment: {
      HOME: '/nowhere',
      AWS_CONFIG_FILE: '/nowhere/config',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_REGION: 'ap-southeast-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_MAX_ATTEMPTS: '1',
      SMILE_API_URL: run.smileApi.url,
      AWS_ENDPOINT_URL: url,
      AWS_ENDPOINT_URL_SQS: endpoints.sqs ?? '',
      AWS_ENDPOINT_URL_S3: endpoints.s3 ?? '',
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb ?? '',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoints.logs ?? '',
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly content: string;
}

type Answering = (state: StageState, body: string, run: LocalRun) => Answer | Promise<Answer>;

/** Services whose calls are AWS JSON, beside CloudWatch. */
const JSON_SERVICES: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  secretsmanager: 'secretsmanager',
};

/** Hands a call on to the service of the local run. */
async function forwarded(
  endpoint: string,
  { headers }: IncomingMessage,
  body: string,
): Promise<Answer> {
  const type = headers['content-type'] ?? '';
  const target = String(headers['x-amz-target']);
  const response = await fetch(endpoint, {
    method: 'POST',
    body,
    headers: { 'content-type': type, 'x-amz-target': target },
  });
  return { status: response.status, type, content: await response.text() };
}

/** Query protocol: in the body. AWS JSON: in a header. Lambda: in the path. */
function actionOf({ headers, url = '' }: IncomingMessage, body: string): [string, string] {
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix = '', action = ''] = String(target).split('.');
    return [JSON_SERVICES[prefix] ?? 'cloudwatch', action];
  }
  if (url.endsWith('/invocations')) return ['lambda', 'InvokeFunction'];
  if (url.includes('/account-settings')) return ['lambda', 'GetAccountSettings'];
  if (url.includes('/event-source-mappings')) return ['lambda', 'ListEventSourceMappings'];
  const parameters = new URLSearchParams(body);
  const services: Readonly<Record<string, string>> = {
    '2010-05-15': 'cloudformation',
    '2011-06-15': 'sts',
    '2010-03-31': 'sns',
  };
  const service = services[parameters.get('Version') ?? ''] ?? '';
  return [service, parameters.get('Action') ?? ''];
}

const json = (value: unknown): Answer => ({
  type: 'application/json',
  content: JSON.stringify(value),
});
const members = (list: readonly object[]) =>
  list
    .map((each) => {
      const fields = Object.entries(each).map(([name, value]) => `<${name}>${value}</${name}>`);
      return `<member>${fields.join('')}</member>`;
    })
    .join('');
const xml = (action: string, result: string): Answer => ({
  type: 'text/xml',
  content: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
});
const fault = (code: string, message: string): Answer => ({
  status: 400,
  type: 'text/xml',
  content: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

function denied(service: string, name: string): Answer {
  if (['cloudformation', 'sts', 'sns'].includes(service)) {
    return { ...fault('AccessDenied', name), status: 403 };
  }
  const code = 'AccessDeniedException';
  return {
    ...json({ __type: code, message: name }),
    status: 403,
    headers: { 'x-amzn-errortype': code },
  };
}

const ANSWERS: Readonly<Record<string, Answering>> = {
  'cloudformation:DescribeStacks': ({ stack, outputs }) => {
    if (stack === undefined)
      return fault('ValidationError', 'Stack with id smile-sandbox does not exist');
    const told = Object.entries(outputs).map(([key, OutputValue]) => ({
      OutputKey: `Smile${key}`,
      OutputValue,
    }));
    const tags = [{ Key: receiverTag('sandbox'), Value: 'Smile' }];
    return xml(
      'DescribeStacks',
      `<Stacks><member><StackName>smile-sandbox</StackName><StackId>arn:aws:cloudformation:ap-southeast-1:${ACCOUNT}:stack/smile-sandbox/1</StackId><CreationTime>2026-01-01T00:00:00Z</CreationTime><LastUpdatedTime>${new Date(Date.now() - 360_000).toISOString()}</LastUpdatedTime><StackStatus>${stack}</StackStatus><Tags>${members(tags)}</Tags><Outputs>${members(told)}</Outputs></member></Stacks>`,
    );
  },
  'sts:GetCallerIdentity': () =>
    xml(
      'GetCallerIdentity',
      `<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/ops/canary</Arn><UserId>ID</UserId><Account>${ACCOUNT}</Account>`,
    ),
  'sns:ListSubscriptionsByTopic': ({ subscriptions }) =>
    xml('ListSubscriptionsByTopic', `<Subscriptions>${members(subscriptions)}</Subscriptions>`),
  'lambda:GetAccountSettings': ({ concurrentExecutions }) =>
    json({ AccountLimit: { ConcurrentExecutions: concurrentExecutions } }),
  'lambda:ListEventSourceMappings': ({ mappings }) => json({ EventSourceMappings: mappings }),
  'lambda:InvokeFunction': async (_state, body, run) => {
    const event = JSON.parse(body) as APIGatewayProxyEvent;
    const response = await fetch(run.webhookUrl, {
      method: 'POST',
      body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
      headers: event.headers as Record<string, string>,
    });
    return json({ statusCode: response.status, headers: {}, body: await response.text() });
  },
  'cloudwatch:DescribeAlarms': ({ alarms }) => json({ MetricAlarms: alarms, CompositeAlarms: [] }),
  'cloudwatch:GetMetricData': ({ queueAge, stored }, body) => {
    const { MetricDataQueries } = JSON.parse(body) as {
      MetricDataQueries: { Id: string; MetricStat: { Metric: { MetricName: string } } }[];
    };
    const valueOf = (name: string) => (name === 'Stored' ? stored || undefined : queueAge);
    const results = MetricDataQueries.map(({ Id, MetricStat }) => {
      const value = valueOf(MetricStat.Metric.MetricName);
      const Values = value === undefined ? [] : [value];
      return {
        Id,
        Values,
        Timestamps: Values.map(() => Date.now() / 1000 - 240),
        StatusCode: 'Complete',
      };
    });
    return json({ MetricDataResults: results });
  },
};
