import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { WebhooksApi } from './api/webhooks-api.ts';
import type { Bundles } from './bundles.ts';
import { checkSettings } from './check-settings.ts';
import type { Configuration } from './configuration.ts';
import { AnnouncementBus } from './event-bus.ts';
import { IngressFunction } from './functions/ingress-function.ts';
import { WorkerFunction } from './functions/worker-function.ts';
import { lifetimeOf } from './lifetime.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import type { Watched } from './monitoring/watched.ts';
import { addOutputs } from './outputs.ts';
import { Queues } from './queues.ts';
import { settingsFor } from './settings.ts';
import { BodiesBucket } from './storage/bodies-bucket.ts';
import { Tables } from './storage/tables.ts';
import { WebhookSecret } from './webhook-secret.ts';
import { Widget } from './widget/widget.ts';

export interface ReceiverStackProps {
  readonly stage: string;
  readonly configuration: Configuration;
  readonly bundles: Bundles;
}

/** Everything that one stage needs, wired together. */
export class ReceiverStack extends Stack {
  readonly configuration: Configuration;
  /** What alarms and dashboard look at. */
  readonly watched: Watched;

  constructor(scope: Construct, id: string, { stage, configuration, bundles }: ReceiverStackProps) {
    const lifetime = lifetimeOf(configuration);
    super(scope, id, {
      stackName: `smile-${stage}`,
      description: `Receives Smile's webhooks (${stage})`,
      terminationProtection: lifetime.protected,
    });
    const settings = checkSettings(settingsOf(stage, configuration));
    this.configuration = configuration;

    const queues = new Queues(this, 'Queues', settings);
    const tables = new Tables(this, 'Tables', settings, lifetime);
    const bodies = new BodiesBucket(this, 'Bodies', settings, lifetime);
    const secret = new WebhookSecret(this, 'Webhook', lifetime);
    const announcements = new AnnouncementBus(this, 'Announcements', { ...configuration, stage });

    const given = { settings, configuration, lifetime, queues };
    const ingress = new IngressFunction(this, 'Ingress', {
      ...given,
      bundle: bundles('ingress'),
      bodies,
      secret,
    });
    const worker = new WorkerFunction(this, 'Worker', {
      ...given,
      bundle: bundles('worker'),
      tables,
      bodies,
      announcements,
    });
    const api = new WebhooksApi(this, 'Webhooks', {
      settings,
      configuration,
      ingress: ingress.function,
    });
    const widget = configuration.widget
      ? new Widget(this, 'Widget', {
          ...given,
          bundles,
          chosen: configuration.widget,
          tables,
        })
      : undefined;

    this.watched = {
      stage,
      restApi: api.restApi,
      ingress: ingress.function,
      worker: worker.function,
      eventsQueue: queues.events,
      visibilityTimeoutSeconds: settings.events.visibilityTimeoutSeconds,
      deadLettersQueue: queues.deadLetters,
      widget: widget?.watched,
    };
    const { dashboardName } = new Monitoring(this, 'Monitoring', {
      ...this.watched,
      configuration: configuration.monitoring,
    });
    const things = { api, queues, tables, bodies, secret, announcements, ingress, worker, widget };
    addOutputs(this, { ...things, settings, configuration, dashboardName });
  }
}

function settingsOf(stage: string, configuration: Configuration) {
  const { allowedAddresses, extraAddresses, handlers, retentionDays } = configuration;
  return settingsFor(stage, handlers.timeoutSeconds, {
    allowedSources: [...new Set([...allowedAddresses, ...extraAddresses])],
    workerMemoryMegabytes: handlers.memoryMegabytes,
    workerConcurrency: configuration.workerConcurrency,
    ledgerRetentionDays: retentionDays.ledger,
    bodiesRetentionDays: retentionDays.bodies,
  });
}
