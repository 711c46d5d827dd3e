import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
import { prefixOf } from './logical-id.ts';

/** A receiver, among others of its app. */
export interface Neighbour extends IConstruct {
  readonly stage: string;
}

/**
 * Two receivers must not claim the same names: queues, bus and metrics are called after the stage, and
 * pinned logical ids begin with the receiver's id.
 *
 * @throws ConfigurationInvalid
 */
export function checkNeighbours(receiver: Neighbour, others: readonly Neighbour[]): void {
  const paths = (other: Neighbour) => `${other.node.path} and ${receiver.node.path}`;
  const twin = others.find(
    (other) => other.stage === receiver.stage && isSamePlace(Stack.of(other), Stack.of(receiver)),
  );
  if (twin) {
    throw new ConfigurationInvalid(
      `Two receivers have the stage "${receiver.stage}" in one account and region: ${paths(twin)}. Give one of them another stage, after which its queues, its bus and its metrics are called.`,
    );
  }
  const alike = others.find(
    (other) => Stack.of(other) === Stack.of(receiver) && prefixOf(other) === prefixOf(receiver),
  );
  if (alike) {
    throw new ConfigurationInvalid(
      `Two receivers of one stack have ids that are alike: ${paths(alike)}. Give one of them another id, with which the logical ids of its tables and queues begin.`,
    );
  }
}

/** An account or a region that is not known before the deployment is equal to another such one. */
function isSamePlace(one: Stack, other: Stack): boolean {
  return one.account === other.account && one.region === other.region;
}
