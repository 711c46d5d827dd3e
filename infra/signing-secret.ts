import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { grantReadSecret } from './grant-read-secret.ts';
import type { Lifetime } from './lifetime.ts';
import { pinLogicalId } from './logical-id.ts';

export interface SigningSecretProps {
  readonly logicalId: string;
  readonly description: string;
  /** Why no machine rotates it. */
  readonly withoutRotation: string;
  readonly lifetime: Lifetime;
}

/**
 * A secret that two parties sign and check with, as JSON: `{ "current", "previous"?, "previousNotAfter"? }`.
 *
 * CloudFormation makes a new value whenever one of these properties changes, and the other party would go
 * on signing with the old one: never touch them. A test holds them.
 */
export class SigningSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, props: SigningSecretProps) {
    super(scope, id);
    const { logicalId, description, withoutRotation, lifetime } = props;
    this.secret = new Secret(this, 'Secret', {
      description,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'current',
        // Smile takes 64 characters at most.
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: lifetime.removalPolicy,
    });
    pinLogicalId(this.secret, logicalId);
    acknowledge(this.secret, { 'AwsSolutions-SMG4': withoutRotation });
  }

  /** Lets an identity read the value. */
  grantRead(grantee: IGrantable): Grant {
    return grantReadSecret(this.secret, grantee);
  }
}
