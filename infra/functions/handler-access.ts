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

/** A resource as the rules name it in what they find: references such as `Aws.REGION` in pointed brackets. */
function asFound(resource: unknown): string {
  if (typeof resource === 'string') return resource.replaceAll('${', '<').replaceAll('}', '>');
  const [[form, value]] = Object.entries(resource as object) as [[string, unknown]];
  if (form === 'Ref') return `<${asFound(value)}>`;
  if (form === 'Fn::GetAtt') return `<${(value as unknown[]).map(asFound).join('.')}>`;
  if (form === 'Fn::Sub' || form === 'Fn::ImportValue') return asFound(value);
  if (form !== 'Fn::Join') return JSON.stringify(resource);
  const [delimiter, parts] = value as [string, unknown[]];
  return parts.map(asFound).join(delimiter);
}
