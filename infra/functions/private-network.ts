import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Configuration } from '../configuration.ts';
import type { LambdaFunction } from './lambda-function.ts';

type Vpc = NonNullable<Configuration['handlers']['vpc']>;

/**
 * Places a function in subnets that are there already. By id, because a look-up of the network would
 * need credentials at synthesis.
 */
export function placeInVpc(owner: LambdaFunction, { subnetIds, securityGroupIds }: Vpc): void {
  (owner.function.node.defaultChild as CfnFunction).vpcConfig = {
    subnetIds: [...subnetIds],
    securityGroupIds: [...securityGroupIds],
  };
  // What Lambda does with the function's role to reach the network (Lambda docs, VPC permissions). These
  // actions take no resource. A local run does not use them, because it has no network to join.
  owner.policy.addStatements(
    new PolicyStatement({
      actions: [
        'ec2:AssignPrivateIpAddresses',
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
    }),
  );
}
