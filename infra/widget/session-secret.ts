import type { Construct } from 'constructs';
import type { Lifetime } from '../lifetime.ts';
import { SigningSecret } from '../signing-secret.ts';

/** What your backend signs the sessions of its pages with (lambdas/widget-api/session/create-widget-session.ts). */
export class SessionSecret extends SigningSecret {
  constructor(scope: Construct, id: string, lifetime: Lifetime) {
    super(scope, id, {
      logicalId: 'WidgetSessionSecret',
      description: "Signs the sessions of the widget's pages. Your backend has it too.",
      withoutRotation:
        "A machine here cannot tell the customer's backend of a new secret: a rotation is done by hand, with both secrets valid for a while.",
      lifetime,
    });
  }
}
