import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { pinLogicalId } from '../logical-id.ts';
import type { TableSettings } from '../settings.ts';

/** How many link tokens and batches of callbacks a user has had lately. Rows live for minutes, and nobody misses them. */
export class LimitsTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { partitionKey, ttlAttribute }: TableSettings) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(ttlAttribute ? { timeToLiveAttribute: ttlAttribute } : {}),
      // In production too: there is nothing in it to keep.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    pinLogicalId(this.table, 'WidgetLimitsTable');
    acknowledge(this.table, {
      'AwsSolutions-DDB3':
        'Counts of the last minutes: restored they would say nothing, and without them counting starts anew.',
    });
  }

  /** Lets an identity count. */
  grantCount(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:UpdateItem'],
      resourceArns: [this.table.tableArn],
    });
  }
}
