import { all, one, property, texts, words } from '../template.ts';
import { type Promised, unequal } from './promise.ts';
import { readsSecret } from './reads-secret.ts';

const OUTPUTS = [
  'WebhookUrl',
  'SecretName',
  'Mode',
  'ReceiverVersion',
  'IngressFunctionName',
  'WorkerFunctionName',
  'AlarmTopicArn',
  'EventsQueueUrl',
  'DeadLettersQueueUrl',
  'LedgerTableName',
  'StateTableName',
  'BodiesBucketName',
  'EventBusName',
  'IngressLogGroupName',
  'WorkerLogGroupName',
  'WorkerVersion',
  'OperatorPolicyArn',
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

const OUTPUTS_OF_A_DOMAIN = ['DnsTarget', 'DnsTargetHostedZone'];

const OUTPUTS_OF_THE_WIDGET = [
  'WidgetUrl',
  'WidgetSessionSecretName',
  'ApiCredentialsName',
  'ConsoleApiCredentials',
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
    broken: (template, { worker }) =>
      texts([template.Resources, template.Outputs]).filter((text) => readsSecret(text, worker)),
  },
  {
    promise: 'the outputs name what a person needs next',
    broken: (template, { domainName, widget }) =>
      unequal({
        outputs: [
          Object.keys(template.Outputs),
          [
            ...OUTPUTS,
            ...(domainName ? OUTPUTS_OF_A_DOMAIN : []),
            ...(widget ? OUTPUTS_OF_THE_WIDGET : []),
          ],
        ],
      }),
  },
  {
    promise: 'links into the console are right in every partition',
    broken: (template) =>
      Object.entries(template.Outputs)
        .filter(([, { Value }]) => /amazon(aws)?\.com/.test(words(Value)))
        .map(([key]) => key),
  },
  {
    promise: 'the webhook URL is that of the one method',
    broken(template, { stage, domainName }) {
      const url = words(template.Outputs.WebhookUrl?.Value);
      const { id } = one(template, 'AWS::ApiGateway::Stage');
      const stageName = property(one(template, 'AWS::ApiGateway::Stage'), 'StageName');
      return unequal({
        url: [
          url,
          domainName
            ? `https://${domainName}/webhooks`
            : `https://\${WebhooksApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/\${${id}}/webhooks`,
        ],
        stageName: [stageName, stage],
      });
    },
  },
  {
    promise: 'handlers announce on a bus of the stage, which is archived where the stage says so',
    broken: (template, { stage, days }) =>
      unequal({
        name: [property(one(template, 'AWS::Events::EventBus'), 'Name'), `smile-${stage}`],
        archives: [
          all(template, 'AWS::Events::Archive').map((archive) => [
            property(archive, 'ArchiveName'),
            property(archive, 'RetentionDays'),
            property(archive, 'EventPattern'),
          ]),
          days.archive > 0
            ? [[`smile-${stage}`, days.archive, { source: ['smile.events', 'smile.widget'] }]]
            : [],
        ],
      }),
  },
];
