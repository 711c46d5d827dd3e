import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Grant, ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './functions/acknowledge-wildcard.ts';
import type { WorkerFunction } from './functions/worker-function.ts';
import type { Queues } from './queues.ts';
import type { BodiesBucket } from './storage/bodies-bucket.ts';
import type { Tables } from './storage/tables.ts';
import type { WebhookSecret } from './webhook-secret.ts';
import type { Widget } from './widget/widget.ts';

/** What an operator works on. */
export interface OperatorPolicyProps {
  readonly stage: string;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly bodies: BodiesBucket;
  readonly worker: WorkerFunction;
  readonly secret: WebhookSecret;
  readonly alarmTopic: ITopic;
  /** Undefined: the stage has none. */
  readonly widget: Widget | undefined;
}

/**
 * What the commands need that look at a stage and repair it, and no more. It is attached to nobody: give it to the
 * role of those who are on call. Bodies hold personal data, and a replay reads them. `smile doctor` reads what Smile
 * signs with and the key of Smile's API.
 */
export class OperatorPolicy extends ManagedPolicy {
  constructor(scope: Construct, id: string, props: OperatorPolicyProps) {
    const { stage, queues, tables, bodies, worker, secret, alarmTopic, widget } = props;
    super(scope, id, { description: `Look at the events of Smile and repair them (${stage})` });
    queues.grantRepair(this);
    tables.grantRepair(this);
    bodies.grantRead(this);
    acknowledgeWildcard(this, bodies.objectsArn, bodies.keysAreUnknown);
    this.allow(['cloudformation:DescribeStacks'], Stack.of(this).stackId);
    this.allow(['logs:FilterLogEvents'], worker.logGroup.logGroupArn);
    secret.grantRead(this);
    widget?.smileCredentials.grantRead(this);
    this.allow(['sqs:GetQueueAttributes'], queues.events.queueArn);
    this.allow(['sns:ListSubscriptionsByTopic'], alarmTopic.topicArn);
    this.allowWidely();
  }

  /** Looks that AWS cannot confine to this stage (Service Authorization Reference). */
  private allowWidely(): void {
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.allow(['cloudwatch:DescribeAlarms'], alarms);
    acknowledgeWildcard(
      this,
      alarms,
      'Alarms are looked for by the beginning of their names, and for that AWS asks for the right to all of them.',
    );
    const everywhere = [
      'cloudwatch:GetMetricData',
      'lambda:GetAccountSettings',
      'lambda:ListEventSourceMappings',
    ];
    this.allow(everywhere, '*');
    acknowledgeWildcard(
      this,
      '*',
      'Metrics, quotas and lists of event source mappings have no resource to name: AWS takes * only.',
    );
  }

  private allow(actions: string[], resource: string): void {
    Grant.addToPrincipal({ grantee: this, actions, resourceArns: [resource] });
  }
}
