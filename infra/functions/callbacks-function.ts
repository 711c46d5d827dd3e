import type { Construct } from 'constructs';
import type { CallbacksEnvironment } from '../../lambdas/widget-api/callbacks/contract.ts';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Queues } from '../queues.ts';
import type { Settings } from '../settings.ts';
import type { LimitsTable } from '../widget/limits-table.ts';
import type { SessionSecret } from '../widget/session-secret.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface CallbacksFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly origins: readonly string[];
  readonly queues: Queues;
  readonly sessionSecret: SessionSecret;
  readonly limits: LimitsTable;
}

/** `POST /callbacks`: checks the session, counts, puts what the widget said on the events queue. */
export class CallbacksFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: CallbacksFunctionProps) {
    const { settings, configuration, origins, queues, sessionSecret, limits } = props;
    const environment: CallbacksEnvironment = {
      STAGE: settings.stage,
      EVENTS_QUEUE_URL: queues.events.queueUrl,
      SESSION_SECRET_ID: sessionSecret.secret.secretArn,
      WIDGET_ORIGINS: origins.join(','),
      LIMITS_TABLE: limits.table.tableName,
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...props,
      ...settings.widget.callbacks,
      description: `Receives the callbacks of Smile's widget (${settings.stage})`,
      environment,
    });
    queues.grantSendEvents(this);
    sessionSecret.grantRead(this);
    limits.grantCount(this);
  }
}
