import type { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';

/** Links into the AWS console, each to the thing itself. */
export function consoleLinks({ region, account }: Stack) {
  const page = (service: string, fragment: string) =>
    `https://${region}.console.aws.amazon.com/${service}/home?region=${region}#${fragment}`;
  return {
    /** By its physical name: the console wants the queue's URL encoded, which CloudFormation cannot. */
    queue: (name: string) =>
      page('sqs/v3', `/queues/https%3A%2F%2Fsqs.${region}.amazonaws.com%2F${account}%2F${name}`),
    table: ({ tableName }: Table) => page('dynamodbv2', `table?name=${tableName}`),
    /** For generated names only: they hold no slash, which the console wants encoded twice. */
    logs: ({ logGroupName }: LogGroup) =>
      page('cloudwatch', `logsV2:log-groups/log-group/${logGroupName}`),
    dashboard: (name: string) => page('cloudwatch', `dashboards/dashboard/${name}`),
    secret: ({ secretName }: Secret) =>
      `https://${region}.console.aws.amazon.com/secretsmanager/secret?name=${secretName}&region=${region}`,
  };
}
