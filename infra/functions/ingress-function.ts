import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Settings } from '../settings.ts';
import { allowOnBodies } from './bodies-access.ts';
import { LambdaFunction } from './lambda-function.ts';
import type { IngressEnvironment } from './variables.ts';

export interface IngressFunctionProps {
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly eventsQueue: Queue;
  readonly bodies: Bucket;
  readonly secret: Secret;
}

/** `POST /webhooks`: verifies, stores, answers. */
export class IngressFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: IngressFunctionProps) {
    const { bundle, settings, configuration, lifetime, eventsQueue, bodies, secret } = props;
    const environment: IngressEnvironment = {
      STAGE: settings.stage,
      EVENTS_QUEUE_URL: eventsQueue.queueUrl,
      BODIES_BUCKET: bodies.bucketName,
      WEBHOOK_SECRET_ID: secret.secretArn,
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...settings.ingress,
      description: `Receives Smile's webhooks (${settings.stage})`,
      bundle,
      environment,
      configuration,
      lifetime,
      statements: [
        new PolicyStatement({
          actions: ['sqs:SendMessage'],
          resources: [eventsQueue.queueArn],
        }),
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [secret.secretArn],
        }),
      ],
    });
    allowOnBodies(this.role, bodies, 's3:PutObject');
  }
}
