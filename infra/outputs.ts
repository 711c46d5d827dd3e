import { CfnOutput } from 'aws-cdk-lib';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { WebhooksApi } from './api/webhooks-api.ts';
import type { Configuration } from './configuration.ts';
import { consoleLinks } from './console-links.ts';
import type { AnnouncementBus } from './event-bus.ts';
import type { IngressFunction } from './functions/ingress-function.ts';
import type { WorkerFunction } from './functions/worker-function.ts';
import { pinLogicalId } from './logical-id.ts';
import { ownManifest } from './own-manifest.ts';
import type { Queues } from './queues.ts';
import type { Settings } from './settings.ts';
import type { BodiesBucket } from './storage/bodies-bucket.ts';
import type { Tables } from './storage/tables.ts';
import type { WebhookSecret } from './webhook-secret.ts';
import type { Widget } from './widget/widget.ts';

export interface OutputsOf {
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly api: WebhooksApi;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly bodies: BodiesBucket;
  readonly secret: WebhookSecret;
  readonly announcements: AnnouncementBus;
  readonly ingress: IngressFunction;
  readonly worker: WorkerFunction;
  readonly widget: Widget | undefined;
  readonly operatorPolicy: IManagedPolicy;
  readonly alarmTopic: ITopic;
  readonly dashboardName: string;
}

/**
 * What a person needs after a deployment: names, links, and what to do next. Never a secret's value. Each
 * begins with the receiver's id.
 */
export function addOutputs(receiver: Construct, of: OutputsOf): void {
  const scope = new Construct(receiver, 'Outputs');
  const to = consoleLinks(scope);
  const outputs = {
    ...names(of),
    ...links(to, of),
    ...nextSteps(of),
    ...domain(of),
    ...(of.widget ? widgetOutputs(to, of.widget) : {}),
  };
  for (const [id, value] of Object.entries(outputs)) {
    pinLogicalId(new CfnOutput(scope, id, { value }), id);
  }
}

type Links = ReturnType<typeof consoleLinks>;

function names(of: OutputsOf) {
  const { configuration, api, queues, tables, bodies, secret, announcements } = of;
  const { ingress, worker, operatorPolicy, alarmTopic } = of;
  return {
    WebhookUrl: api.webhookUrl,
    SecretName: secret.secret.secretName,
    Mode: configuration.mode,
    ReceiverVersion: ownManifest().version,
    IngressFunctionName: ingress.function.functionName,
    WorkerFunctionName: worker.function.functionName,
    AlarmTopicArn: alarmTopic.topicArn,
    EventsQueueUrl: queues.events.queueUrl,
    DeadLettersQueueUrl: queues.deadLetters.queueUrl,
    LedgerTableName: tables.ledger.tableName,
    StateTableName: tables.state.tableName,
    BodiesBucketName: bodies.bucket.bucketName,
    EventBusName: announcements.bus.eventBusName,
    IngressLogGroupName: ingress.logGroup.logGroupName,
    WorkerLogGroupName: worker.logGroup.logGroupName,
    WorkerVersion: worker.version,
    OperatorPolicyArn: operatorPolicy.managedPolicyArn,
  };
}

function links(to: Links, of: OutputsOf) {
  const { settings, tables, secret, ingress, worker, dashboardName } = of;
  return {
    ConsoleEventsQueue: to.queue(settings.events.name),
    ConsoleDeadLetters: to.queue(settings.deadLetters.name),
    ConsoleLedger: to.table(tables.ledger),
    ConsoleState: to.table(tables.state),
    ConsoleIngressLogs: to.logs(ingress.logGroup),
    ConsoleWorkerLogs: to.logs(worker.logGroup),
    ConsoleSecret: to.secret(secret.secret),
    ConsoleDashboard: to.dashboard(dashboardName),
  };
}

function nextSteps({ settings, configuration, api, secret }: OutputsOf) {
  const { stage } = settings;
  const portal = 'https://portal.getsmileapi.com/webhooks';
  return {
    NextStep1: `Register it at Smile and prove it, with SMILE_API_KEY and SMILE_API_SECRET of its ${configuration.mode} set: npx smile setup --stage ${stage} --skip deploy`,
    NextStep2: `Or by hand, at ${portal}: url ${api.webhookUrl}, all events, active, and as secret the value of "current" in ${secret.secret.secretName}`,
    NextStep3: `Then, and whenever you wonder: npx smile doctor --stage ${stage}`,
  };
}

function widgetOutputs(to: Links, widget: Widget) {
  const { api, sessionSecret, smileCredentials } = widget;
  const session = sessionSecret.secret.secretName;
  const credentials = smileCredentials.secret.secretName;
  return {
    WidgetUrl: api.httpApi.apiEndpoint,
    WidgetSessionSecretName: session,
    ApiCredentialsName: credentials,
    ConsoleApiCredentials: to.secret(smileCredentials.secret),
    ConsoleCallbacksLogs: to.logs(widget.callbacks.logGroup),
    ConsoleLinkTokenLogs: to.logs(widget.linkToken.logGroup),
    ConsoleStatusLogs: to.logs(widget.status.logGroup),
    ConsoleLossDetectorLogs: to.logs(widget.lossDetector.logGroup),
    NextStep4: `Let pages use the widget: aws secretsmanager put-secret-value --secret-id ${credentials} --secret-string '{"apiKey":"…","apiSecret":"…"}' with the pair from Smile's portal; give ${api.httpApi.apiEndpoint} to your page, and the value of "current" in the secret ${session} to your backend, which makes the sessions`,
  };
}

/** A domain of one's own needs a DNS record, which only its owner can make. */
function domain({ api }: OutputsOf) {
  const { domainName } = api.restApi;
  if (!domainName) return {};
  return {
    DnsTarget: domainName.domainNameAliasDomainName,
    DnsTargetHostedZone: domainName.domainNameAliasHostedZoneId,
  };
}
