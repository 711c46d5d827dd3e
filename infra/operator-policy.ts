import { Stack } from 'aws-cdk-lib';
import { Grant, ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './functions/acknowledge-wildcard.ts';
import type { WorkerFunction } from './functions/worker-function.ts';
import type { Queues } from './queues.ts';
import type { BodiesBucket } from './storage/bodies-bucket.ts';
import type { Tables } from './storage/tables.ts';

/** What an operator works on. */
export interface OperatorPolicyProps {
  readonly stage: string;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly bodies: BodiesBucket;
  readonly worker: WorkerFunction;
}

/**
 * What the commands need that look at a stage and repair it, and no more. It is attached to nobody: give it to the
 * role of those who are on call. Bodies hold personal data, and a replay reads them.
 */
export class OperatorPolicy extends ManagedPolicy {
  constructor(scope: Construct, id: string, props: OperatorPolicyProps) {
    const { stage, queues, tables, bodies, worker } = props;
    super(scope, id, { description: `Look at the events of Smile and repair them (${stage})` });
    queues.grantRepair(this);
    tables.grantRepair(this);
    bodies.grantRead(this);
    acknowledgeWildcard(this, bodies.objectsArn, bodies.keysAreUnknown);
    const { stackId } = Stack.of(this);
    this.allow(['cloudformation:DescribeStacks'], stackId);
    this.allow(['logs:FilterLogEvents'], worker.logGroup.logGroupArn);
  }

  private allow(actions: string[], resource: string): void {
    Grant.addToPrincipal({ grantee: this, actions, resourceArns: [resource] });
  }
}
