import { type Template, texts } from '../template.ts';
import { type Promised, unequal } from './promise.ts';

/** What must survive every change of the code, under the ids that CloudFormation knows it by. */
const PINNED = {
  WebhooksApi: 'AWS::ApiGateway::RestApi',
  LedgerTable: 'AWS::DynamoDB::Table',
  StateTable: 'AWS::DynamoDB::Table',
  BodiesBucket: 'AWS::S3::Bucket',
  WebhookSecret: 'AWS::SecretsManager::Secret',
  EventsQueue: 'AWS::SQS::Queue',
  DeadLettersQueue: 'AWS::SQS::Queue',
};

const PINNED_OF_THE_WIDGET = {
  WidgetApi: 'AWS::ApiGatewayV2::Api',
  WidgetSessionSecret: 'AWS::SecretsManager::Secret',
  ApiCredentials: 'AWS::SecretsManager::Secret',
  WidgetLimitsTable: 'AWS::DynamoDB::Table',
};

/** These have names that CloudFormation makes: a retained one never blocks the next deployment. */
const NAMELESS = {
  LedgerTable: 'TableName',
  StateTable: 'TableName',
  BodiesBucket: 'BucketName',
  WebhookSecret: 'Name',
  WidgetSessionSecret: 'Name',
  ApiCredentials: 'Name',
  WidgetLimitsTable: 'TableName',
};

/** The ids that a resource needs before it can be made. */
function needs(template: Template, id: string): readonly string[] {
  const { Properties, DependsOn = [] } = template.Resources[id] ?? {};
  const inside = (value: unknown): readonly string[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'Ref') return [String(inner)];
      if (key === 'Fn::GetAtt') return [(inner as string[])[0] ?? ''];
      if (key === 'Fn::Sub') {
        return texts(inner).flatMap((text) =>
          Array.from(text.matchAll(/\$\{([A-Za-z0-9]+)/g), ([, name = '']) => name),
        );
      }
      return inside(inner);
    });
  };
  return [...inside(Properties), DependsOn].flat().filter((name) => name in template.Resources);
}

/** The ids that need themselves. */
function circular(template: Template): readonly string[] {
  return Object.keys(template.Resources).filter((start) => {
    const seen = new Set<string>();
    const open = [...needs(template, start)];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === start) return true;
      if (!seen.has(id)) open.push(...needs(template, id));
      seen.add(id);
    }
    return false;
  });
}

export const whole: readonly Promised[] = [
  {
    promise: 'APIs, tables, bucket, secrets and queues keep their logical ids',
    broken(template, { widget }) {
      const pinned = widget ? { ...PINNED, ...PINNED_OF_THE_WIDGET } : PINNED;
      return unequal({
        pinned: [
          Object.keys(pinned).map((id) => template.Resources[id]?.Type),
          Object.values(pinned),
        ],
      });
    },
  },
  {
    promise: 'tables, bucket and secrets have no names of their own',
    broken: (template) =>
      Object.entries(NAMELESS)
        .filter(([id, name]) => template.Resources[id]?.Properties?.[name] !== undefined)
        .map(([id]) => id),
  },
  { promise: 'nothing in the stack waits for itself', broken: circular },
];
