import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Settings } from '../settings.ts';
import { LambdaFunction } from './lambda-function.ts';
import type { CallbacksEnvironment } from './variables.ts';

export interface CallbacksFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly origins: readonly string[];
  readonly eventsQueue: Queue;
  readonly sessionSecret: Secret;
  readonly limits: Table;
}

/** `POST /callbacks`: checks the session, counts, puts what the widget said on the events queue. */
export class CallbacksFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: CallbacksFunctionProps) {
    const { settings, configuration, origins, eventsQueue, sessionSecret, limits } = props;
    const environment: CallbacksEnvironment = {
      STAGE: settings.stage,
      EVENTS_QUEUE_URL: eventsQueue.queueUrl,
      SESSION_SECRET_ID: sessionSecret.secretArn,
      WIDGET_ORIGINS: origins.join(','),
      LIMITS_TABLE: limits.tableName,
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...props,
      ...settings.widget.callbacks,
      description: `Receives the callbacks of Smile's widget (${settings.stage})`,
      environment,
      statements: [
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [eventsQueue.queueArn] }),
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [sessionSecret.secretArn],
        }),
        new PolicyStatement({ actions: ['dynamodb:UpdateItem'], resources: [limits.tableArn] }),
      ],
    });
  }
}
