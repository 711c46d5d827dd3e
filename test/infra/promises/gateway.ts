import { all, one, property, texts, words } from '../template.ts';
import { placeIn, type Promised, unequal } from './promise.ts';
import { invokersOfTheWidget } from './widget-invokers.ts';

const METHOD = 'AWS::ApiGateway::Method';
const STAGE = 'AWS::ApiGateway::Stage';
const API = 'AWS::ApiGateway::RestApi';
const ANSWER = 'AWS::ApiGateway::GatewayResponse';

const STATUS_BY_TYPE = {
  ACCESS_DENIED: '403',
  MISSING_AUTHENTICATION_TOKEN: '404',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
};

export const gateway: readonly Promised[] = [
  {
    promise: 'the API has POST /webhooks and nothing else',
    broken(template) {
      const paths = all(template, 'AWS::ApiGateway::Resource');
      const methods = all(template, METHOD);
      return unequal({
        paths: [paths.map((path) => property(path, 'PathPart')), ['webhooks']],
        parents: [
          paths.map((path) => words(property(path, 'ParentId'))),
          ['${WebhooksApi.RootResourceId}'],
        ],
        methods: [methods.map((method) => property(method, 'HttpMethod')), ['POST']],
        places: [
          methods.map((method) => words(property(method, 'ResourceId'))),
          paths.map(({ id }) => `\${${id}}`),
        ],
      });
    },
  },
  {
    promise: 'anybody may call it from the allowed addresses, and nobody from any other',
    broken: (template, { addresses }) =>
      unequal({
        policy: [
          property(one(template, API), 'Policy', 'Statement'),
          [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'execute-api:Invoke',
              Resource: 'execute-api:/*/POST/webhooks',
              Condition: { IpAddress: { 'aws:SourceIp': addresses } },
            },
          ],
        ],
      }),
  },
  {
    promise: 'the API is regional and hands every body over as it came',
    broken(template) {
      const api = one(template, API);
      return unequal({
        types: [property(api, 'EndpointConfiguration', 'Types'), ['REGIONAL']],
        binary: [property(api, 'BinaryMediaTypes'), ['*/*']],
        compression: [property(api, 'MinimumCompressionSize'), undefined],
      });
    },
  },
  {
    promise: 'a request goes to the ingress whole',
    broken(template) {
      const method = one(template, METHOD);
      const { id } = one(template, 'AWS::Lambda::Function', 'Ingress');
      const uri = words(property(method, 'Integration', 'Uri'));
      return [
        ...unequal({
          type: [property(method, 'Integration', 'Type'), 'AWS_PROXY'],
          authorization: [property(method, 'AuthorizationType'), 'NONE'],
        }),
        ...(uri.includes(`\${${id}.Arn}/invocations`) ? [] : [uri]),
      ];
    },
  },
  {
    promise: 'nobody but the deployed method, the routes and the schedule may invoke a function',
    broken(template, expected) {
      const permissions = all(template, 'AWS::Lambda::Permission').map((permission) => [
        words(property(permission, 'FunctionName')),
        property(permission, 'Principal'),
        words(property(permission, 'SourceArn')).replace(/^.*:execute-api:/, ''),
      ]);
      const { id: ingress } = one(template, 'AWS::Lambda::Function', 'Ingress');
      const { id: stage } = one(template, STAGE);
      const source = `${placeIn(expected)}:\${WebhooksApi}/\${${stage}}/POST/webhooks`;
      const webhooks = [[`\${${ingress}.Arn}`, 'apigateway.amazonaws.com', source]];
      const invokers = expected.widget
        ? [...webhooks, ...invokersOfTheWidget(template, expected)]
        : webhooks;
      return unequal({ permissions: [permissions, invokers] });
    },
  },
  {
    promise: 'the throttle is a fuse far above what Smile sends',
    broken(template) {
      const settings = property(one(template, STAGE), 'MethodSettings', 0);
      const { ThrottlingRateLimit, ThrottlingBurstLimit, HttpMethod, ResourcePath } = settings as {
        readonly [name: string]: unknown;
      };
      return unequal({
        rate: [ThrottlingRateLimit, 100],
        burst: [ThrottlingBurstLimit, 200],
        where: [
          [ResourcePath, HttpMethod],
          ['/*', '*'],
        ],
      });
    },
  },
  {
    promise: 'what the gateway says by itself is JSON without internals',
    broken(template) {
      const answers = all(template, ANSWER);
      const byType = answers.map((answer) => [
        property(answer, 'ResponseType'),
        property(answer, 'StatusCode'),
      ]);
      const leaks = answers.filter((answer) =>
        texts(property(answer, 'ResponseTemplates')).some((text) => text.includes('$')),
      );
      const garbled = answers.filter((answer) => {
        const text = property(answer, 'ResponseTemplates', 'application/json');
        return Object.keys(JSON.parse(String(text)) as object).join() !== 'stored,message';
      });
      return [
        ...unequal({ types: [Object.fromEntries(byType), STATUS_BY_TYPE] }),
        ...[...leaks, ...garbled].map(({ id }) => id),
      ];
    },
  },
  {
    promise: 'no role for CloudWatch is made, which is one per account and region',
    broken: (template) => all(template, 'AWS::ApiGateway::Account').map(({ id }) => id),
  },
];
