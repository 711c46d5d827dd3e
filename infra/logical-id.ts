import type { CfnElement } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The receivers: what is in one has ids that begin with the receiver's. */
const receivers = new WeakSet<IConstruct>();

/** Makes the id of a receiver the beginning of every id that is pinned in it. */
export function beginIdsWith(receiver: IConstruct): void {
  receivers.add(receiver);
}

/** What the pinned ids in a receiver begin with: the id that its user gave it, wherever it is in the tree. */
export function prefixOf(construct: IConstruct): string {
  const receiver = construct.node.scopes.findLast((scope) => receivers.has(scope));
  return receiver?.node.id.replaceAll(/[^A-Za-z0-9]/g, '') ?? '';
}

/**
 * Gives a resource a logical id of its own instead of one made of its place in the code: the receiver's id
 * and this one.
 *
 * CloudFormation replaces a resource whose logical id changes: a moved line would make a new API, whose
 * URL Smile does not know and cannot be told, or a new, empty table.
 */
export function pinLogicalId(construct: IConstruct, id: string): void {
  const element = (construct.node.defaultChild ?? construct) as CfnElement;
  element.overrideLogicalId(`${prefixOf(construct)}${id}`);
}
