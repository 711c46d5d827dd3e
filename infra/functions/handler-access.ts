import { type Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Configuration } from '../configuration.ts';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';

/** Lets handlers do what the configuration says; a wildcard carries the reason that is written there. */
export function allowHandlers(
  policy: Policy,
  policies: Configuration['handlers']['policies'],
): void {
  for (const { actions, resources, wildcardReason } of policies) {
    policy.addStatements(new PolicyStatement({ actions, resources }));
    if (wildcardReason === undefined) continue;
    for (const resource of resources.filter((name) => name.includes('*'))) {
      acknowledgeWildcard(policy, resource, wildcardReason);
    }
  }
}
