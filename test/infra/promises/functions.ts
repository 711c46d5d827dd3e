import { CALLBACKS_VARIABLES } from '../../../lambdas/widget-api/callbacks/contract.ts';
import { INGRESS_VARIABLES } from '../../../lambdas/ingress/contract.ts';
import { LINK_TOKEN_VARIABLES } from '../../../lambdas/widget-api/link-token/contract.ts';
import { LOSS_DETECTOR_VARIABLES } from '../../../lambdas/loss-detector/contract.ts';
import { STATUS_VARIABLES } from '../../../lambdas/widget-api/status/contract.ts';
import { WORKER_VARIABLES } from '../../../lambdas/worker/contract.ts';
import { all, type Found, one, property, type Template, texts, words } from '../template.ts';
import { type Expected, type Promised, unequal } from './promise.ts';
import { readsSecret } from './reads-secret.ts';

interface Own {
  readonly seconds: number;
  readonly variables: readonly string[];
  /** Variables that say where a secret is. */
  readonly secrets: Readonly<Record<string, string>>;
}

const INGRESS: Own = {
  seconds: 10,
  variables: INGRESS_VARIABLES,
  secrets: { WEBHOOK_SECRET_ID: 'WebhookSecret' },
};

const SESSION = { SESSION_SECRET_ID: 'WidgetSessionSecret' };

const OF_THE_WIDGET: Readonly<Record<string, Own>> = {
  WidgetCallbacks: { seconds: 10, variables: CALLBACKS_VARIABLES, secrets: SESSION },
  WidgetLinkToken: {
    seconds: 12,
    variables: LINK_TOKEN_VARIABLES,
    secrets: { ...SESSION, SMILE_CREDENTIALS_ID: 'ApiCredentials' },
  },
  WidgetStatus: { seconds: 10, variables: STATUS_VARIABLES, secrets: SESSION },
  WidgetLossDetector: { seconds: 30, variables: LOSS_DETECTOR_VARIABLES, secrets: {} },
};

const own = ({ worker, widget }: Expected): Readonly<Record<string, Own>> => ({
  Ingress: INGRESS,
  Worker: {
    seconds: worker.seconds,
    variables: [...WORKER_VARIABLES, ...Object.keys(worker.environment)],
    secrets: {},
  },
  ...(widget ? OF_THE_WIDGET : {}),
});

/** Ours; the CDK brings one more into a sandbox, which empties the bucket before it goes. */
export function ownFunctions(template: Template, expected: Expected): readonly Found[] {
  return Object.keys(own(expected)).map((name) => one(template, 'AWS::Lambda::Function', name));
}

/** A promise about each of our functions by itself. */
function each(
  promise: string,
  faults: (
    lambda: Found,
    expected: Expected,
  ) => Readonly<Record<string, readonly [actual: unknown, expected: unknown]>>,
): Promised {
  return {
    promise,
    broken: (template, expected) =>
      ownFunctions(template, expected).flatMap((lambda) =>
        unequal(faults(lambda, expected)).map((fault) => `${lambda.id} ${fault}`),
      ),
  };
}

export const functions: readonly Promised[] = [
  {
    promise:
      'there is no function but the ingress, the worker, those of a widget, and the cleaner of a sandbox bucket',
    broken: (template, expected) =>
      unequal({
        functions: [
          all(template, 'AWS::Lambda::Function')
            .map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))
            .toSorted(),
          [
            ...(expected.mode === 'sandbox'
              ? ['CustomS3AutoDeleteObjectsCustomResourceProviderHandler']
              : []),
            ...Object.keys(own(expected)).map((name) => `${name}Function`),
          ].toSorted(),
        ],
      }),
  },
  each('every function runs on Node 24 and ARM64, as ES modules', (lambda) => ({
    runtime: [property(lambda, 'Runtime'), 'nodejs24.x'],
    architectures: [property(lambda, 'Architectures'), ['arm64']],
    handler: [property(lambda, 'Handler'), 'index.handler'],
  })),
  each(
    'every function logs JSON, at a level that lets the metrics pass',
    (lambda, { logLevel }) => ({
      format: [property(lambda, 'LoggingConfig', 'LogFormat'), 'JSON'],
      level: [property(lambda, 'LoggingConfig', 'ApplicationLogLevel'), logLevel],
    }),
  ),
  each('every function is traced by Lambda itself', (lambda) => ({
    tracing: [property(lambda, 'TracingConfig', 'Mode'), 'Active'],
  })),
  each('no function reserves concurrency, which a fresh account does not have', (lambda) => ({
    reserved: [property(lambda, 'ReservedConcurrentExecutions'), undefined],
  })),
  {
    promise: 'each function logs to a group of its own that forgets',
    broken(template, expected) {
      const groups = all(template, 'AWS::Logs::LogGroup');
      const used = ownFunctions(template, expected).map((lambda) =>
        words(property(lambda, 'LoggingConfig', 'LogGroup')),
      );
      return unequal({
        groups: [used, groups.map(({ id }) => `\${${id}}`)],
        days: [
          groups.map((group) => property(group, 'RetentionInDays')),
          groups.map(() => expected.days.logs),
        ],
      });
    },
  },
  {
    promise: 'whom a gateway waits for gives up before it does, the worker has what its stage says',
    broken: (template, expected) =>
      unequal({
        timeouts: [
          ownFunctions(template, expected).map((lambda) => property(lambda, 'Timeout')),
          Object.values(own(expected)).map(({ seconds }) => seconds),
        ],
      }),
  },
  {
    promise:
      'each function gets the variables that it reads, the worker those of its handlers, and no other',
    broken: (template, expected) =>
      unequal({
        variables: [
          ownFunctions(template, expected).map((lambda) =>
            Object.keys(property(lambda, 'Environment', 'Variables') as object).toSorted(),
          ),
          Object.values(own(expected)).map(({ variables }) => variables.toSorted()),
        ],
      }),
  },
  {
    promise: 'no variable holds a secret: who reads it knows only where it is',
    broken(template, expected) {
      const variables = ownFunctions(template, expected).flatMap((lambda) =>
        Object.entries(property(lambda, 'Environment', 'Variables') as Record<string, unknown>),
      );
      const resolved = variables.filter(([, value]) =>
        texts(value).some((text) => readsSecret(text, expected.worker)),
      );
      const referring = variables.filter(([, value]) =>
        /\{"(Ref|Fn::GetAtt)":\[?"[A-Za-z]*(Secret|Credentials)"/.test(JSON.stringify(value)),
      );
      const places = Object.values(own(expected)).flatMap(({ secrets }) => Object.entries(secrets));
      return [
        ...resolved.map(([name]) => name),
        ...unequal({ referring: [referring, places.map(([name, Ref]) => [name, { Ref }])] }),
      ];
    },
  },
];
