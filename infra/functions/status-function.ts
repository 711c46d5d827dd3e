import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Settings } from '../settings.ts';
import { LambdaFunction } from './lambda-function.ts';
import type { StatusEnvironment } from './variables.ts';

export interface StatusFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly origins: readonly string[];
  readonly sessionSecret: Secret;
  readonly state: Table;
}

/** `GET /status`: checks the session, tells what is known of its user. */
export class StatusFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: StatusFunctionProps) {
    const { settings, configuration, origins, sessionSecret, state } = props;
    const environment: StatusEnvironment = {
      STAGE: settings.stage,
      SESSION_SECRET_ID: sessionSecret.secretArn,
      WIDGET_ORIGINS: origins.join(','),
      STATE_TABLE: state.tableName,
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...props,
      ...settings.widget.status,
      description: `Tells a page what is known of its user (${settings.stage})`,
      environment,
      statements: [
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [sessionSecret.secretArn],
        }),
        new PolicyStatement({ actions: ['dynamodb:Query'], resources: [state.tableArn] }),
      ],
    });
  }
}
