import { all, one, property, type Template, words } from '../template.ts';
import { granted, logsAndTraces } from './permissions.ts';
import { type Expected, type ExpectedWidget, type Promised, unequal } from './promise.ts';
import { ROUTES } from './widget-invokers.ts';

const API = 'AWS::ApiGatewayV2::Api';
const STAGE = 'AWS::ApiGatewayV2::Stage';
const ROUTE = 'AWS::ApiGatewayV2::Route';
const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const RULE = 'AWS::Events::Rule';
const FUNCTION = 'AWS::Lambda::Function';

const api = (template: Template) => one(template, API, 'WidgetApi');
const variable = (template: Template, name: string, key: string) =>
  property(one(template, FUNCTION, name), 'Environment', 'Variables', key);

/** A promise of the stages that have a widget. */
function promised(
  promise: string,
  broken: (
    template: Template,
    widget: ExpectedWidget,
    expected: Expected,
  ) => Readonly<Record<string, readonly [actual: unknown, expected: unknown]>>,
): Promised {
  return {
    promise,
    broken: (template, expected) =>
      expected.widget ? unequal(broken(template, expected.widget, expected)) : [],
  };
}

/** What a function of the widget may do, and nothing else. */
const mayOnly = (what: string, name: string, grants: readonly string[]): Promised =>
  promised(`${what}, and nothing else`, (template) => ({
    granted: [
      granted(template, name),
      [...logsAndTraces(template, name), ...grants.map((grant) => `Allow ${grant}`)].toSorted(),
    ],
  }));

export const widgets: readonly Promised[] = [
  {
    promise: 'a stage without a widget has nothing of it',
    broken: ({ Resources }, { widget }) =>
      widget
        ? []
        : Object.entries(Resources)
            .filter(
              ([id, { Type }]) =>
                /^(Widget|ApiCredentials)/.test(id) ||
                /^AWS::(ApiGatewayV2|Events::Rule|Lambda::EventInvokeConfig)/.test(Type),
            )
            .map(([id]) => id),
  },
  promised("the widget's API has three routes, whose functions check the session", (template) => ({
    protocol: [property(api(template), 'ProtocolType'), 'HTTP'],
    routes: [all(template, ROUTE).map((route) => property(route, 'RouteKey')), Object.keys(ROUTES)],
    authorization: [
      all(template, ROUTE).map((route) => property(route, 'AuthorizationType')),
      Object.keys(ROUTES).map(() => 'NONE'),
    ],
  })),
  promised(
    'only pages of the configured origins may read its answers',
    (template, { origins }) => ({
      cors: [
        property(api(template), 'CorsConfiguration'),
        {
          AllowOrigins: origins,
          AllowMethods: ['GET', 'POST'],
          AllowHeaders: ['authorization', 'content-type', 'if-none-match'],
          ExposeHeaders: ['etag', 'retry-after'],
          MaxAge: 7200,
        },
      ],
      told: [
        ['WidgetCallbacks', 'WidgetLinkToken', 'WidgetStatus'].map((name) =>
          variable(template, name, 'WIDGET_ORIGINS'),
        ),
        [origins.join(','), origins.join(','), origins.join(',')],
      ],
    }),
  ),
  promised('each route hands its requests to one function, in payload format 2.0', (template) => ({
    behind: [
      all(template, ROUTE).map((route) => {
        const [, integration = ''] = words(property(route, 'Target')).split('/');
        const { resource } = one(template, INTEGRATION, integration.slice(2, -1));
        const { ApiId, IntegrationUri, ...how } = resource.Properties ?? {};
        return [words(ApiId), words(IntegrationUri), how];
      }),
      Object.values(ROUTES).map((name) => [
        '${WidgetApi}',
        `\${${one(template, FUNCTION, name).id}.Arn}`,
        { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
      ]),
    ],
    integrations: [all(template, INTEGRATION).length, Object.keys(ROUTES).length],
  })),
  promised('pages are throttled by a fuse, and link tokens below what Smile takes', (template) => {
    const stage = one(template, STAGE);
    const throttled = all(template, ROUTE).find(
      (route) => property(route, 'RouteKey') === 'POST /link-token',
    );
    return {
      name: [property(stage, 'StageName'), '$default'],
      deployed: [property(stage, 'AutoDeploy'), true],
      all: [
        property(stage, 'DefaultRouteSettings'),
        { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      ],
      linkToken: [
        property(stage, 'RouteSettings'),
        { 'POST /link-token': { ThrottlingRateLimit: 15, ThrottlingBurstLimit: 30 } },
      ],
      // Without the route API Gateway refuses the stage's settings for it.
      after: [stage.resource.DependsOn?.includes(throttled?.id ?? ''), true],
    };
  }),
  mayOnly(
    'callbacks may be counted and put on the events queue by who can check a session',
    'WidgetCallbacks',
    [
      'secretsmanager:GetSecretValue on ${WidgetSessionSecret}',
      'dynamodb:UpdateItem on ${WidgetLimitsTable.Arn}',
      'sqs:SendMessage on ${EventsQueue.Arn}',
    ],
  ),
  mayOnly("link tokens are counted and asked for with Smile's API key", 'WidgetLinkToken', [
    'secretsmanager:GetSecretValue on ${WidgetSessionSecret}',
    'secretsmanager:GetSecretValue on ${ApiCredentials}',
    'dynamodb:UpdateItem on ${WidgetLimitsTable.Arn}',
  ]),
  mayOnly('the status is read of one user after the other', 'WidgetStatus', [
    'secretsmanager:GetSecretValue on ${WidgetSessionSecret}',
    'dynamodb:Query on ${StateTable.Arn}',
  ]),
  mayOnly('the loss detector sees the keys of what waits for a webhook', 'WidgetLossDetector', [
    'dynamodb:Query on ${StateTable.Arn}/index/awaiting',
  ]),
  promised("Smile's API is called in the stage's mode", (template, _widget, { mode }) => ({
    mode: [variable(template, 'WidgetLinkToken', 'SMILE_MODE'), mode],
  })),
  // A change of any of these makes CloudFormation generate a new value, which no backend knows.
  promised('the session secret is generated once, and never again', (template) => ({
    properties: [
      template.Resources.WidgetSessionSecret?.Properties,
      {
        Description: "Signs the sessions of the widget's pages. Your backend has it too.",
        GenerateSecretString: {
          ExcludePunctuation: true,
          GenerateStringKey: 'current',
          PasswordLength: 64,
          SecretStringTemplate: '{}',
        },
      },
    ],
  })),
  promised("the place for Smile's API key is empty until its owner fills it", (template) => ({
    properties: [Object.keys(template.Resources.ApiCredentials?.Properties ?? {}), ['Description']],
  })),
  promised('limits are paid by request, expire, and go with their stack everywhere', (template) => {
    const table = one(template, 'AWS::DynamoDB::Table', 'WidgetLimitsTable');
    return {
      key: [property(table, 'KeySchema'), [{ AttributeName: 'key', KeyType: 'HASH' }]],
      billing: [property(table, 'BillingMode'), 'PAY_PER_REQUEST'],
      expiry: [
        property(table, 'TimeToLiveSpecification'),
        { AttributeName: 'expiresAt', Enabled: true },
      ],
      policy: [table.resource.DeletionPolicy, 'Delete'],
      protected: [property(table, 'DeletionProtectionEnabled') ?? false, false],
    };
  }),
  promised('the loss detector runs every five minutes, and a run is never repeated', (template) => {
    const { id } = one(template, FUNCTION, 'WidgetLossDetector');
    return {
      rules: [
        all(template, RULE).map((rule) => [
          property(rule, 'ScheduleExpression'),
          property(rule, 'State'),
          property(rule, 'EventBusName'),
        ]),
        [['rate(5 minutes)', 'ENABLED', undefined]],
      ],
      targets: [
        property(one(template, RULE), 'Targets'),
        [
          {
            Arn: { 'Fn::GetAtt': [id, 'Arn'] },
            Id: 'Target0',
            RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 0 },
          },
        ],
      ],
      invocation: [
        one(template, 'AWS::Lambda::EventInvokeConfig').resource.Properties,
        {
          FunctionName: { Ref: id },
          MaximumEventAgeInSeconds: 300,
          MaximumRetryAttempts: 0,
          Qualifier: '$LATEST',
        },
      ],
    };
  }),
  promised('pages are told the URL of the API itself', ({ Outputs }) => ({
    url: [words(Outputs.WidgetUrl?.Value), '${WidgetApi.ApiEndpoint}'],
  })),
];
