import { Stack } from 'aws-cdk-lib';
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
        [`AwsSolutions-IAM5[Resource::${asFound(Stack.of(role).resolve(resource))}]`]:
          wildcardReason,
      });
    }
  }
}

type Resolved = string | { readonly Ref: string } | { readonly 'Fn::Join': [string, Resolved[]] };

/** A resource as the rules name it in what they find: references such as `Aws.REGION` in pointed brackets. */
function asFound(resource: Resolved): string {
  if (typeof resource === 'string') return resource;
  if ('Ref' in resource) return `<${resource.Ref}>`;
  const [delimiter, parts] = resource['Fn::Join'];
  return parts.map(asFound).join(delimiter);
}
