import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { Configuration } from '../configuration.ts';
import { CallbacksFunction } from '../functions/callbacks-function.ts';
import { LinkTokenFunction } from '../functions/link-token-function.ts';
import { LossDetectorFunction } from '../functions/loss-detector-function.ts';
import { StatusFunction } from '../functions/status-function.ts';
import type { Lifetime } from '../lifetime.ts';
import type { WatchedWidget } from '../monitoring/watched.ts';
import type { Queues } from '../queues.ts';
import type { Settings } from '../settings.ts';
import type { Tables } from '../storage/tables.ts';
import { LimitsTable } from './limits-table.ts';
import { LossSchedule } from './loss-schedule.ts';
import { SessionSecret } from './session-secret.ts';
import { SmileCredentials } from './smile-credentials.ts';
import { WidgetApi } from './widget-api.ts';

export interface WidgetProps {
  readonly bundles: Bundles['directoryOf'];
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  /** What the stage says of its widget. */
  readonly chosen: NonNullable<Configuration['widget']>;
  readonly queues: Queues;
  readonly tables: Tables;
}

/** Everything that pages with the Wink Widget need. */
export class Widget extends Construct {
  readonly sessionSecret: SessionSecret;
  readonly smileCredentials: SmileCredentials;
  readonly callbacks: CallbacksFunction;
  readonly linkToken: LinkTokenFunction;
  readonly status: StatusFunction;
  readonly lossDetector: LossDetectorFunction;
  readonly api: WidgetApi;
  readonly schedule: LossSchedule;

  constructor(scope: Construct, id: string, props: WidgetProps) {
    super(scope, id);
    const { bundles, settings, configuration, lifetime, chosen, queues, tables } = props;
    const { lossAfterMinutes } = chosen;
    const origins = [...new Set(chosen.origins)];

    this.sessionSecret = new SessionSecret(this, 'Session', lifetime);
    this.smileCredentials = new SmileCredentials(this, 'Smile', lifetime);
    const limits = new LimitsTable(this, 'Limits', settings.widget.limits);

    const given = { settings, configuration, lifetime };
    const behindApi = { ...given, origins, sessionSecret: this.sessionSecret };
    this.callbacks = new CallbacksFunction(this, 'Callbacks', {
      ...behindApi,
      bundle: bundles('callbacks'),
      queues,
      limits,
    });
    this.linkToken = new LinkTokenFunction(this, 'LinkToken', {
      ...behindApi,
      bundle: bundles('link-token'),
      smileCredentials: this.smileCredentials,
      limits,
    });
    this.status = new StatusFunction(this, 'Status', {
      ...behindApi,
      bundle: bundles('status'),
      tables,
    });
    this.lossDetector = new LossDetectorFunction(this, 'LossDetector', {
      ...given,
      bundle: bundles('loss-detector'),
      lossAfterMinutes,
      tables,
    });
    this.api = new WidgetApi(this, 'Api', {
      settings,
      configuration,
      origins,
      callbacks: this.callbacks.function,
      linkToken: this.linkToken.function,
      status: this.status.function,
    });
    this.schedule = new LossSchedule(this, 'Losses', {
      detector: this.lossDetector,
      everyMinutes: settings.widget.lossDetector.everyMinutes,
    });
  }

  /** What alarms and dashboard look at. */
  get watched(): WatchedWidget {
    return {
      api: this.api.stage,
      callbacks: this.callbacks.function,
      linkToken: this.linkToken.function,
      status: this.status.function,
      lossDetector: this.lossDetector.function,
    };
  }
}
