import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IGrantable, IManagedPolicy, IPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { WebhooksApi } from './api/webhooks-api.ts';
import { RECEIVER_ENTRIES, WIDGET_ENTRIES } from './bundle/entries.ts';
import { bundlesOf } from './bundles.ts';
import { checkPlace, placeOf } from './check-environment.ts';
import { checkNeighbours } from './check-neighbours.ts';
import { checkSettings } from './check-settings.ts';
import {
  type Configuration,
  parseConfiguration,
  type StageConfiguration,
} from './configuration.ts';
import { AnnouncementBus } from './event-bus.ts';
import { IngressFunction } from './functions/ingress-function.ts';
import { WorkerFunction } from './functions/worker-function.ts';
import { HANDLERS_METADATA, handlersSource } from './handlers-file.ts';
import { lifetimeOf } from './lifetime.ts';
import { beginIdsWith, prefixOf } from './logical-id.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { addOutputs } from './outputs.ts';
import { OperatorPolicy } from './operator-policy.ts';
import { Queues } from './queues.ts';
import { receiverTag } from './receiver-tag.ts';
import { settingsFor } from './settings.ts';
import { BodiesBucket } from './storage/bodies-bucket.ts';
import { Tables } from './storage/tables.ts';
import { WebhookSecret } from './webhook-secret.ts';
import { Widget } from './widget/widget.ts';

/** What a receiver is told. Everything but stage and mode has a default. */
export interface SmileReceiverProps extends StageConfiguration {
  /**
   * `sandbox`, `production` or a name of your own: up to 20 lower-case letters, digits and hyphens. Queues,
   * bus and metrics are called after it, so an account and region has one receiver of a stage.
   */
  readonly stage: string;
}

/**
 * Everything that one stage needs to receive Smile's events, wired together.
 *
 * It is what its handlers may do: `table.grantReadWriteData(receiver)` lets them use a table of your own, and
 * `receiver.worker.addEnvironment('TABLE', table.tableName)` tells them its name.
 *
 * The logical ids of what must survive begin with the id that you give it, and stay as they are when you move
 * it to another place of the tree. Another id, or another stack, makes a new receiver.
 */
export class SmileReceiver extends Construct implements IGrantable {
  readonly stage: string;
  /** Checked and complete. */
  readonly configuration: Configuration;
  /** The role that handlers run with. */
  readonly grantPrincipal: IPrincipal;
  /** The same, for what cdk-nag says about your grants: `Validations.of(receiver.workerRole).acknowledge(…)`. */
  readonly workerRole: Role;
  /** `POST /webhooks`: verifies, stores, answers. */
  readonly ingress: Function;
  /** Runs the handlers. */
  readonly worker: Function;
  /** Where events wait. FIFO. */
  readonly eventsQueue: Queue;
  /** Where events are that were given up. FIFO. */
  readonly deadLetterQueue: Queue;
  /** One row per event. */
  readonly ledgerTable: Table;
  /** One item per thing. */
  readonly stateTable: Table;
  /** Bodies that are too large for the queue. They hold personal data. */
  readonly bodiesBucket: Bucket;
  /** What Smile signs its webhooks with. */
  readonly webhookSecret: Secret;
  /** Where events are announced to other systems. */
  readonly eventBus: EventBus;
  /** What the command line needs to look at this stage and repair it: for the role of those who are on call. */
  readonly operatorPolicy: IManagedPolicy;
  /** Gets every alarm: one of its own, or the one that the stage names. */
  readonly alarmTopic: ITopic;
  /** What Smile is to be given. */
  readonly webhookUrl: string;
  /** Undefined: the stage has none. */
  readonly widget: Widget | undefined;

  /** @throws ConfigurationInvalid, BundleFailed */
  constructor(scope: Construct, id: string, props: SmileReceiverProps) {
    super(scope, id);
    beginIdsWith(this);
    const { stage, ...written } = props;
    const where = `${this.node.path}, stage ${stage}`;
    const configuration = parseConfiguration(stage, written, where);
    checkPlace(where, configuration, placeOf(Stack.of(this)));
    const settings = checkSettings(settingsOf(stage, configuration));
    this.stage = stage;
    this.configuration = configuration;
    checkNeighbours(this, this.neighbours());
    const lifetime = lifetimeOf(configuration);
    const handlers = handlersSource(where, configuration.handlers);
    const entries = [...RECEIVER_ENTRIES, ...(configuration.widget ? WIDGET_ENTRIES : [])];
    const { directoryOf, largestAttempts = 0 } = bundlesOf(this, entries, handlers);
    const maxAttempts = Math.max(largestAttempts, settings.retry.maxAttempts);
    const longest = checkSettings({ ...settings, retry: { ...settings.retry, maxAttempts } });

    const queues = new Queues(this, 'Queues', settings);
    const tables = new Tables(this, 'Tables', settings, lifetime);
    const bodies = new BodiesBucket(this, 'Bodies', settings, lifetime);
    const secret = new WebhookSecret(this, 'Webhook', lifetime);
    const announcements = new AnnouncementBus(this, 'Announcements', { ...configuration, stage });

    const given = { settings, configuration, lifetime, queues };
    const ingress = new IngressFunction(this, 'Ingress', {
      ...given,
      bundle: directoryOf('ingress'),
      bodies,
      secret,
    });
    const worker = new WorkerFunction(this, 'Worker', {
      ...given,
      bundle: directoryOf('worker'),
      tables,
      bodies,
      announcements,
    });
    (worker.function.node.defaultChild as CfnResource).addMetadata(HANDLERS_METADATA, {
      entry: configuration.handlers.entry,
      bundling: handlers.bundling,
    });
    const api = new WebhooksApi(this, 'Webhooks', {
      settings,
      configuration,
      ingress: ingress.function,
    });
    const widget = configuration.widget
      ? new Widget(this, 'Widget', {
          ...given,
          bundles: directoryOf,
          chosen: configuration.widget,
          tables,
        })
      : undefined;
    const monitoring = new Monitoring(this, 'Monitoring', {
      stage,
      restApi: api.restApi,
      ingress: ingress.function,
      worker: worker.function,
      eventsQueue: queues.events,
      retry: longest.retry,
      visibilityTimeoutSeconds: settings.events.visibilityTimeoutSeconds,
      deadLettersQueue: queues.deadLetters,
      widget: widget?.watched,
      configuration: configuration.monitoring,
    });

    const things = { api, queues, tables, bodies, secret, announcements, ingress, worker, widget };
    const { dashboardName, alarmTopic } = monitoring;
    const operatorPolicy = new OperatorPolicy(this, 'Operator', { stage, alarmTopic, ...things });

    this.grantPrincipal = worker.role;
    this.workerRole = worker.role;
    this.ingress = ingress.function;
    this.worker = worker.function;
    this.eventsQueue = queues.events;
    this.deadLetterQueue = queues.deadLetters;
    this.ledgerTable = tables.ledger;
    this.stateTable = tables.state;
    this.bodiesBucket = bodies.bucket;
    this.webhookSecret = secret.secret;
    this.eventBus = announcements.bus;
    this.operatorPolicy = operatorPolicy;
    this.alarmTopic = alarmTopic;
    this.webhookUrl = api.webhookUrl;
    this.widget = widget;

    const more = { settings, configuration, operatorPolicy, alarmTopic, dashboardName };
    addOutputs(this, { ...things, ...more });
    Stack.of(this).addStackTag(receiverTag(stage), prefixOf(this));
  }

  /** The other receivers of the app. */
  private neighbours(): readonly SmileReceiver[] {
    return this.node.root.node
      .findAll()
      .filter(
        (construct) => construct instanceof SmileReceiver && construct !== this,
      ) as SmileReceiver[];
  }
}

function settingsOf(stage: string, configuration: Configuration) {
  const { allowedAddresses, extraAddresses, handlers, retentionDays, retry } = configuration;
  return settingsFor(stage, handlers.timeoutSeconds, {
    allowedSources: [...new Set([...allowedAddresses, ...extraAddresses])],
    workerMemoryMegabytes: handlers.memoryMegabytes,
    workerConcurrency: configuration.workerConcurrency,
    retry: {
      maxAttempts: retry.attempts,
      baseSeconds: retry.baseSeconds,
      maxFaultSeconds: retry.maxFaultSeconds,
    },
    ledgerRetentionDays: retentionDays.ledger,
    bodiesRetentionDays: retentionDays.bodies,
  });
}
