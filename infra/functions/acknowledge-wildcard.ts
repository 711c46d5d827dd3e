import { Stack } from 'aws-cdk-lib';
import type { ManagedPolicy, Policy } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../acknowledge.ts';

/** A resource with a wildcard that a policy may name, with the reason. */
export function acknowledgeWildcard(
  policy: Policy | ManagedPolicy,
  resource: string,
  reason: string,
): void {
  const found = asFound(Stack.of(policy).resolve(resource));
  acknowledge(policy, { [`AwsSolutions-IAM5[Resource::${found}]`]: reason });
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
