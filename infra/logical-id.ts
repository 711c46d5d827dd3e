import type { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Gives a resource a logical id of its own instead of one made of its place in the code.
 *
 * CloudFormation replaces a resource whose logical id changes: a moved line would make a new API, whose
 * URL Smile does not know and cannot be told, or a new, empty table.
 */
export function pinLogicalId(construct: Construct, id: string): void {
  (construct.node.defaultChild as CfnResource).overrideLogicalId(id);
}
