import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';

/** Lets handlers do what the configuration says; a wildcard carries the reason that stands there. */
export function allowHandlers(role: Role, policies: Configuration['handlers']['policies']): void {
  for (const { actions, resources, wildcardReason } of policies) {
    role.addToPolicy(new PolicyStatement({ actions, resources }));
    if (wildcardReason === undefined) continue;
    for (const resource of resources.filter((name) => name.includes('*'))) {
      acknowledge(role, {
        [`AwsSolutions-IAM5[Resource::${resource}]`]: wildcardReason,
      });
    }
  }
}
