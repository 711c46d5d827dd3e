import type { Construct } from 'constructs';
import type { Lifetime } from './lifetime.ts';
import { SigningSecret } from './signing-secret.ts';

/** What Smile signs its webhooks with. */
export class WebhookSecret extends SigningSecret {
  constructor(scope: Construct, id: string, lifetime: Lifetime) {
    super(scope, id, {
      logicalId: 'WebhookSecret',
      description: 'Signs the webhooks of Smile. To change it, see Deploy in the README.',
      withoutRotation:
        'Smile has no way to be told of a new secret by a machine: a rotation is done by hand, with both secrets valid for a while.',
      lifetime,
    });
  }
}
