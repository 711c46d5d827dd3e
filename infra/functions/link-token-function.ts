import type { Construct } from 'constructs';
import type { LinkTokenEnvironment } from '../../lambdas/widget-api/link-token/contract.ts';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Settings } from '../settings.ts';
import type { LimitsTable } from '../widget/limits-table.ts';
import type { SessionSecret } from '../widget/session-secret.ts';
import type { SmileCredentials } from '../widget/smile-credentials.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface LinkTokenFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly origins: readonly string[];
  readonly sessionSecret: SessionSecret;
  readonly smileCredentials: SmileCredentials;
  readonly limits: LimitsTable;
}

/** `POST /link-token`: checks the session, counts, asks Smile for a token of its user. */
export class LinkTokenFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: LinkTokenFunctionProps) {
    const { settings, configuration, origins, sessionSecret, smileCredentials, limits } = props;
    const environment: LinkTokenEnvironment = {
      STAGE: settings.stage,
      SESSION_SECRET_ID: sessionSecret.secret.secretArn,
      WIDGET_ORIGINS: origins.join(','),
      SMILE_CREDENTIALS_ID: smileCredentials.secret.secretArn,
      SMILE_MODE: configuration.mode,
      LIMITS_TABLE: limits.table.tableName,
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...props,
      ...settings.widget.linkToken,
      description: `Gets the link tokens of Smile's widget (${settings.stage})`,
      environment,
    });
    sessionSecret.grantRead(this);
    smileCredentials.grantRead(this);
    limits.grantCount(this);
  }
}
