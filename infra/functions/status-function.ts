import type { Construct } from 'constructs';
import type { StatusEnvironment } from '../../lambdas/widget-api/status/contract.ts';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Settings } from '../settings.ts';
import type { Tables } from '../storage/tables.ts';
import type { SessionSecret } from '../widget/session-secret.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface StatusFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly origins: readonly string[];
  readonly sessionSecret: SessionSecret;
  readonly tables: Tables;
}

/** `GET /status`: checks the session, tells what is known of its user. */
export class StatusFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: StatusFunctionProps) {
    const { settings, configuration, origins, sessionSecret, tables } = props;
    const environment: StatusEnvironment = {
      STAGE: settings.stage,
      SESSION_SECRET_ID: sessionSecret.secret.secretArn,
      WIDGET_ORIGINS: origins.join(','),
      STATE_TABLE: tables.state.tableName,
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...props,
      ...settings.widget.status,
      description: `Tells a page what is known of its user (${settings.stage})`,
      environment,
    });
    sessionSecret.grantRead(this);
    tables.grantQueryState(this);
  }
}
