import type { Construct } from 'constructs';
import type { IngressEnvironment } from '../../lambdas/ingress/contract.ts';
import type { Configuration } from '../configuration.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Queues } from '../queues.ts';
import type { Settings } from '../settings.ts';
import type { BodiesBucket } from '../storage/bodies-bucket.ts';
import type { WebhookSecret } from '../webhook-secret.ts';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface IngressFunctionProps {
  /** Directory with the bundle. */
  readonly bundle: string;
  readonly settings: Settings;
  readonly configuration: Configuration;
  readonly lifetime: Lifetime;
  readonly queues: Queues;
  readonly bodies: BodiesBucket;
  /** What Smile signs with. */
  readonly secret: WebhookSecret;
}

/** `POST /webhooks`: verifies, stores, answers. */
export class IngressFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: IngressFunctionProps) {
    const { settings, configuration, queues, bodies, secret } = props;
    const environment: IngressEnvironment = {
      STAGE: settings.stage,
      EVENTS_QUEUE_URL: queues.events.queueUrl,
      BODIES_BUCKET: bodies.bucket.bucketName,
      WEBHOOK_SECRET_ID: secret.secret.secretArn,
      POWERTOOLS_LOG_LEVEL: configuration.logLevel,
    };
    super(scope, id, {
      ...props,
      ...settings.ingress,
      description: `Receives Smile's webhooks (${settings.stage})`,
      environment,
    });
    queues.grantSendEvents(this);
    secret.grantRead(this);
    bodies.grantWrite(this);
    acknowledgeWildcard(this.policy, bodies.objectsArn, bodies.keysAreUnknown);
  }
}
