import { all, at, type Found, one, property, type Template, words } from '../template.ts';
import { ownFunctions } from './functions.ts';
import { partitionIn, placeIn, type Promised, unequal } from './promise.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Statements of every role of ours: inline, attached, or both. */
function statements(template: Template): readonly Statement[] {
  const documents = [
    ...all(template, 'AWS::IAM::Policy').map((policy) => property(policy, 'PolicyDocument')),
    ...all(template, 'AWS::IAM::Role').flatMap((role) =>
      ((property(role, 'Policies') ?? []) as unknown[]).map((policy) =>
        at(policy, ['PolicyDocument']),
      ),
    ),
  ];
  return documents.flatMap((document) => at(document, ['Statement']) as Statement[]);
}

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];

/** What a role may do, one line for each action on each resource. */
export function granted(
  template: Template,
  name: string,
  kind: 'Policy' | 'ManagedPolicy' = 'Policy',
): readonly string[] {
  const policy = one(template, `AWS::IAM::${kind}`, name);
  return (property(policy, 'PolicyDocument', 'Statement') as Statement[])
    .flatMap(({ Effect, Action, Resource, Condition }) =>
      list(Action).flatMap((action) =>
        list(Resource).map((resource) => {
          const when = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
          return `${Effect} ${action} on ${words(resource)}${when}`;
        }),
      ),
    )
    .toSorted();
}

export const logsAndTraces = (template: Template, name: string) => {
  const { id } = one(template, 'AWS::Logs::LogGroup', name);
  return [
    `Allow logs:CreateLogStream on \${${id}.Arn}`,
    `Allow logs:PutLogEvents on \${${id}.Arn}`,
    'Allow xray:PutTelemetryRecords on *',
    'Allow xray:PutTraceSegments on *',
  ];
};

/** In order, and once what handlers need as well as the worker. */
const sortedOnce = (grants: readonly string[]) => [...new Set(grants)].toSorted();

const ownRoles = (template: Template): readonly Found[] =>
  all(template, 'AWS::IAM::Role').filter(({ id }) => !id.startsWith('CustomS3AutoDelete'));

export const permissions: readonly Promised[] = [
  {
    promise: 'the ingress may send events, write bodies and read the secret, and nothing else',
    broken: (template) =>
      unequal({
        granted: [
          granted(template, 'Ingress'),
          [
            ...logsAndTraces(template, 'Ingress'),
            'Allow s3:PutObject on ${BodiesBucket.Arn}/bodies/*',
            'Allow secretsmanager:GetSecretValue on ${WebhookSecret}',
            'Allow sqs:SendMessage on ${EventsQueue.Arn}',
          ].toSorted(),
        ],
      }),
  },
  {
    promise: 'operators may look at events and repair them, and nothing else',
    broken(template, expected) {
      const { id: logs } = one(template, 'AWS::Logs::LogGroup', 'Worker');
      const topic = words(at(template.Outputs, ['AlarmTopicArn', 'Value']));
      const alarms = `arn:${partitionIn(expected)}:cloudwatch:${placeIn(expected)}:alarm:*`;
      return unequal({
        granted: [
          granted(template, 'Operator', 'ManagedPolicy'),
          [
            'Allow cloudformation:DescribeStacks on ${AWS::StackId}',
            `Allow cloudwatch:DescribeAlarms on ${alarms}`,
            'Allow cloudwatch:GetMetricData on *',
            'Allow dynamodb:BatchGetItem on ${LedgerTable.Arn}',
            'Allow dynamodb:Query on ${LedgerTable.Arn}/index/bySubject',
            'Allow dynamodb:Query on ${LedgerTable.Arn}/index/open',
            'Allow dynamodb:Query on ${StateTable.Arn}',
            'Allow dynamodb:UpdateItem on ${LedgerTable.Arn}',
            'Allow lambda:GetAccountSettings on *',
            'Allow lambda:ListEventSourceMappings on *',
            `Allow logs:FilterLogEvents on \${${logs}.Arn}`,
            'Allow s3:GetObject on ${BodiesBucket.Arn}/bodies/*',
            'Allow s3:ListBucket on ${BodiesBucket.Arn} if {"StringLikeIfExists":{"s3:prefix":"bodies/*"}}',
            ...(expected.widget
              ? ['Allow secretsmanager:GetSecretValue on ${ApiCredentials}']
              : []),
            'Allow secretsmanager:GetSecretValue on ${WebhookSecret}',
            `Allow sns:ListSubscriptionsByTopic on ${topic}`,
            'Allow sqs:ChangeMessageVisibility on ${DeadLettersQueue.Arn}',
            'Allow sqs:DeleteMessage on ${DeadLettersQueue.Arn}',
            'Allow sqs:GetQueueAttributes on ${DeadLettersQueue.Arn}',
            'Allow sqs:GetQueueAttributes on ${EventsQueue.Arn}',
            'Allow sqs:ReceiveMessage on ${DeadLettersQueue.Arn}',
            'Allow sqs:SendMessage on ${EventsQueue.Arn}',
          ],
        ],
        attached: [
          property(one(template, 'AWS::IAM::ManagedPolicy', 'Operator'), 'Roles'),
          undefined,
        ],
      });
    },
  },
  {
    promise:
      'the worker may take events, bury them, read bodies, write both tables and announce, and nothing else but what handlers need',
    broken(template, { worker }) {
      const { id: bus } = one(template, 'AWS::Events::EventBus');
      return unequal({
        granted: [
          sortedOnce(granted(template, 'Worker')),
          sortedOnce([
            ...logsAndTraces(template, 'Worker'),
            'Allow sqs:ReceiveMessage on ${EventsQueue.Arn}',
            'Allow sqs:DeleteMessage on ${EventsQueue.Arn}',
            'Allow sqs:ChangeMessageVisibility on ${EventsQueue.Arn}',
            'Allow sqs:GetQueueAttributes on ${EventsQueue.Arn}',
            'Allow sqs:SendMessage on ${DeadLettersQueue.Arn}',
            ...['LedgerTable', 'StateTable'].flatMap((table) => [
              `Allow dynamodb:GetItem on \${${table}.Arn}`,
              `Allow dynamodb:PutItem on \${${table}.Arn}`,
            ]),
            'Allow dynamodb:UpdateItem on ${LedgerTable.Arn}',
            'Allow s3:GetObject on ${BodiesBucket.Arn}/bodies/*',
            'Allow s3:ListBucket on ${BodiesBucket.Arn} if {"StringLikeIfExists":{"s3:prefix":"bodies/*"}}',
            `Allow events:PutEvents on \${${bus}.Arn}`,
            ...worker.grants.map((grant) => `Allow ${grant}`),
          ]),
        ],
      });
    },
  },
  {
    promise: 'no action that is granted holds a wildcard',
    broken: (template) =>
      statements(template)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => list(Action))
        .filter((action) => action.includes('*')),
  },
  {
    promise:
      'no resource that is granted is a wildcard but for X-Ray, which has none to name, and where handlers need it',
    broken: (template, { worker }) =>
      statements(template)
        .filter(({ Resource }) => list(Resource).some((resource) => words(resource) === '*'))
        .flatMap(({ Action }) => list(Action))
        .filter((action) => !action.startsWith('xray:'))
        .filter((action) => !worker.grants.includes(`${action} on *`)),
  },
  {
    promise: 'each function has a role of its own, without policies that AWS manages',
    broken(template, expected) {
      const roles = ownRoles(template);
      const used = ownFunctions(template, expected).map((lambda) =>
        words(property(lambda, 'Role')),
      );
      return unequal({
        roles: [used, roles.map(({ id }) => `\${${id}.Arn}`)],
        managed: [roles.flatMap((role) => property(role, 'ManagedPolicyArns') ?? []), []],
        assumedBy: [
          roles.map((role) =>
            property(role, 'AssumeRolePolicyDocument', 'Statement', 0, 'Principal'),
          ),
          roles.map(() => ({ Service: 'lambda.amazonaws.com' })),
        ],
      });
    },
  },
];
