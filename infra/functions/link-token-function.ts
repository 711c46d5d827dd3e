import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Settings } from '../settings.ts';
import { LambdaFunction } from './lambda-function.ts';
import type { LinkTokenEnvironment } from './variables.ts';

export interface LinkTokenFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly origins: readonly string[];
  readonly sessionSecret: Secret;
  readonly smileCredentials: Secret;
  readonly limits: Table;
}

/** `POST /link-token`: checks the session, counts, asks Smile for a token of its user. */
export class LinkTokenFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: LinkTokenFunctionProps) {
    const { settings, configuration, origins, sessionSecret, smileCredentials, limits } = props;
    const environment: LinkTokenEnvironment = {
      STAGE: settings.stage,
      SESSION_SECRET_ID: sessionSecret.secretArn,
      WIDGET_ORIGINS: origins.join(','),
      SMILE_CREDENTIALS_ID: smileCredentials.secretArn,
      SMILE_MODE: configuration.mode,
      LIMITS_TABLE: limits.tableName,
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...props,
      ...settings.widget.linkToken,
      description: `Gets the link tokens of Smile's widget (${settings.stage})`,
      environment,
      statements: [
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [sessionSecret.secretArn, smileCredentials.secretArn],
        }),
        new PolicyStatement({ actions: ['dynamodb:UpdateItem'], resources: [limits.tableArn] }),
      ],
    });
  }
}
