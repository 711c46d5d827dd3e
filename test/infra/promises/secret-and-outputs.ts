import { all, one, property, texts, words } from '../template.ts';
import { type Promised, unequal } from './promise.ts';

const OUTPUTS = [
  'WebhookUrl',
  'SecretName',
  'IngressFunctionName',
  'EventsQueueUrl',
  'DeadLettersQueueUrl',
  'LedgerTableName',
  'StateTableName',
  'BodiesBucketName',
  'EventBusName',
  'ConsoleEventsQueue',
  'ConsoleDeadLetters',
  'ConsoleLedger',
  'ConsoleState',
  'ConsoleIngressLogs',
  'ConsoleWorkerLogs',
  'ConsoleSecret',
  'ConsoleDashboard',
  'NextStep1',
  'NextStep2',
  'NextStep3',
];

const OUTPUTS_OF_THE_WIDGET = [
  'WidgetUrl',
  'WidgetSessionSecretName',
  'SmileCredentialsName',
  'ConsoleSmileCredentials',
  'ConsoleCallbacksLogs',
  'ConsoleLinkTokenLogs',
  'ConsoleStatusLogs',
  'ConsoleLossDetectorLogs',
  'NextStep4',
];

export const secretAndOutputs: readonly Promised[] = [
  {
    // A change of any of these makes CloudFormation generate a new value, which Smile does not know.
    promise: 'the secret is generated once, as Smile takes it, and never again',
    broken: (template) =>
      unequal({
        properties: [
          one(template, 'AWS::SecretsManager::Secret', 'WebhookSecret').resource.Properties,
          {
            Description: 'Signs the webhooks of Smile. To change it, see Deploy in the README.',
            GenerateSecretString: {
              ExcludePunctuation: true,
              GenerateStringKey: 'current',
              PasswordLength: 64,
              SecretStringTemplate: '{}',
            },
          },
        ],
      }),
  },
  {
    promise: 'nothing in the template reads the value of a secret',
    broken: (template) =>
      texts([template.Resources, template.Outputs]).filter((text) => text.includes('{{resolve:')),
  },
  {
    promise: 'the outputs name what a person needs next',
    broken: (template, { widget }) =>
      unequal({
        outputs: [
          Object.keys(template.Outputs),
          widget ? [...OUTPUTS, ...OUTPUTS_OF_THE_WIDGET] : OUTPUTS,
        ],
      }),
  },
  {
    promise: 'the webhook URL is that of the one method',
    broken(template, { stage }) {
      const url = words(template.Outputs.WebhookUrl?.Value);
      const { id } = one(template, 'AWS::ApiGateway::Stage');
      const stageName = property(one(template, 'AWS::ApiGateway::Stage'), 'StageName');
      return unequal({
        url: [
          url,
          `https://\${WebhooksApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/\${${id}}/webhooks`,
        ],
        stageName: [stageName, stage],
      });
    },
  },
  {
    promise: 'handlers announce on a bus of the stage, which production archives',
    broken: (template, { stage, mode }) =>
      unequal({
        name: [property(one(template, 'AWS::Events::EventBus'), 'Name'), `smile-${stage}`],
        archives: [
          all(template, 'AWS::Events::Archive').map((archive) => [
            property(archive, 'ArchiveName'),
            property(archive, 'RetentionDays'),
            property(archive, 'EventPattern'),
          ]),
          mode === 'production'
            ? [[`smile-${stage}`, 30, { source: ['smile.events', 'smile.widget'] }]]
            : [],
        ],
      }),
  },
];
