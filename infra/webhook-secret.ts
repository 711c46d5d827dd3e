import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Lifetime } from './lifetime.ts';
import { pinLogicalId } from './logical-id.ts';

/**
 * What Smile signs with, as JSON: `{ "current", "previous"?, "previousNotAfter"? }`.
 *
 * CloudFormation makes a new value whenever one of these properties changes, and Smile would go on
 * signing with the old one: never touch them. A test holds them.
 */
export class WebhookSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, lifetime: Lifetime) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Signs the webhooks of Smile. To change it, see Deploy in the README.',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'current',
        // Smile takes 64 characters at most.
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: lifetime.removalPolicy,
    });
    pinLogicalId(this.secret, 'WebhookSecret');
    acknowledge(this.secret, {
      'AwsSolutions-SMG4':
        'Smile has no way to be told of a new secret by a machine: a rotation is done by hand, with both secrets valid for a while.',
    });
  }
}
