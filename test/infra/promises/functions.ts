import { INGRESS_VARIABLES, WORKER_VARIABLES } from '../../../infra/functions/variables.ts';
import { all, type Found, one, property, type Template, texts, words } from '../template.ts';
import { type Promised, unequal } from './promise.ts';

const LOG_DAYS = { sandbox: 30, production: 90 };

/** Ours; the CDK brings one more into a sandbox, which empties the bucket before it goes. */
export function ownFunctions(template: Template): readonly Found[] {
  return ['Ingress', 'Worker'].map((name) => one(template, 'AWS::Lambda::Function', name));
}

/** A promise about each of our functions by itself. */
function each(
  promise: string,
  faults: (
    lambda: Found,
    template: Template,
  ) => Readonly<Record<string, readonly [actual: unknown, expected: unknown]>>,
): Promised {
  return {
    promise,
    broken: (template) =>
      ownFunctions(template).flatMap((lambda) =>
        unequal(faults(lambda, template)).map((fault) => `${lambda.id} ${fault}`),
      ),
  };
}

export const functions: readonly Promised[] = [
  {
    promise:
      'there is no function but the ingress, the worker, and the cleaner of a sandbox bucket',
    broken: (template, { mode }) =>
      unequal({
        functions: [
          all(template, 'AWS::Lambda::Function').map(({ id }) => id.replace(/[0-9A-F]{8}$/, '')),
          [
            ...(mode === 'sandbox'
              ? ['CustomS3AutoDeleteObjectsCustomResourceProviderHandler']
              : []),
            'IngressFunction',
            'WorkerFunction',
          ],
        ],
      }),
  },
  each('both functions run on Node 24 and ARM64, as ES modules', (lambda) => ({
    runtime: [property(lambda, 'Runtime'), 'nodejs24.x'],
    architectures: [property(lambda, 'Architectures'), ['arm64']],
    handler: [property(lambda, 'Handler'), 'index.handler'],
  })),
  each('both functions log JSON, at a level that lets the metrics pass', (lambda) => ({
    format: [property(lambda, 'LoggingConfig', 'LogFormat'), 'JSON'],
    level: [property(lambda, 'LoggingConfig', 'ApplicationLogLevel'), 'INFO'],
  })),
  each('both functions are traced by Lambda itself', (lambda) => ({
    tracing: [property(lambda, 'TracingConfig', 'Mode'), 'Active'],
  })),
  each('no function reserves concurrency, which a fresh account does not have', (lambda) => ({
    reserved: [property(lambda, 'ReservedConcurrentExecutions'), undefined],
  })),
  {
    promise: 'each function logs to a group of its own that forgets',
    broken(template, { mode }) {
      const groups = all(template, 'AWS::Logs::LogGroup');
      const used = ownFunctions(template).map((lambda) =>
        words(property(lambda, 'LoggingConfig', 'LogGroup')),
      );
      return unequal({
        groups: [used, groups.map(({ id }) => `\${${id}}`)],
        days: [
          groups.map((group) => property(group, 'RetentionInDays')),
          groups.map(() => LOG_DAYS[mode]),
        ],
      });
    },
  },
  {
    promise: 'the ingress gives up before the gateway does, the worker has thirty seconds',
    broken: (template) =>
      unequal({
        timeouts: [ownFunctions(template).map((lambda) => property(lambda, 'Timeout')), [10, 30]],
      }),
  },
  {
    promise: 'each function gets the variables that it reads, and no other',
    broken: (template) =>
      unequal({
        variables: [
          ownFunctions(template).map((lambda) =>
            Object.keys(property(lambda, 'Environment', 'Variables') as object).toSorted(),
          ),
          [[...INGRESS_VARIABLES].toSorted(), [...WORKER_VARIABLES].toSorted()],
        ],
      }),
  },
  {
    promise: 'no variable holds a secret: the ingress knows only where it is',
    broken(template) {
      const variables = ownFunctions(template).flatMap((lambda) =>
        Object.entries(property(lambda, 'Environment', 'Variables') as Record<string, unknown>),
      );
      const resolved = variables.filter(([, value]) =>
        texts(value).some((text) => text.includes('{{resolve:')),
      );
      const referring = variables.filter(([, value]) => JSON.stringify(value).includes('Secret'));
      return [
        ...resolved.map(([name]) => name),
        ...unequal({
          referring: [referring, [['WEBHOOK_SECRET_ID', { Ref: 'WebhookSecret' }]]],
        }),
      ];
    },
  },
];
