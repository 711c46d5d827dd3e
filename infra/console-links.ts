import { Aws, CfnMapping, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/** Where the console of each partition is (AWS General Reference, Service endpoints; AWS European Sovereign Cloud user guide). */
const DOMAINS = {
  aws: { domain: 'console.aws.amazon.com' },
  'aws-cn': { domain: 'console.amazonaws.cn' },
  'aws-us-gov': { domain: 'console.amazonaws-us-gov.com' },
  'aws-eusc': { domain: 'console.amazonaws-eusc.eu' },
};

/** Links into the AWS console, each to the thing itself. */
export function consoleLinks(scope: Construct) {
  const { region, account, urlSuffix } = Stack.of(scope);
  const mapping = new CfnMapping(scope, 'Consoles', { mapping: DOMAINS });
  const console = `${region}.${mapping.findInMap(Aws.PARTITION, 'domain')}`;
  const page = (service: string, fragment: string) =>
    `https://${console}/${service}/home?region=${region}#${fragment}`;
  return {
    /** By its physical name: the console wants the queue's URL encoded, which CloudFormation cannot. */
    queue: (name: string) =>
      page('sqs/v3', `/queues/https%3A%2F%2Fsqs.${region}.${urlSuffix}%2F${account}%2F${name}`),
    table: ({ tableName }: Table) => page('dynamodbv2', `table?name=${tableName}`),
    /** For generated names only: they hold no slash, which the console wants encoded twice. */
    logs: ({ logGroupName }: LogGroup) =>
      page('cloudwatch', `logsV2:log-groups/log-group/${logGroupName}`),
    dashboard: (name: string) => page('cloudwatch', `dashboards/dashboard/${name}`),
    secret: ({ secretName }: Secret) =>
      `https://${console}/secretsmanager/secret?name=${secretName}&region=${region}`,
  };
}
