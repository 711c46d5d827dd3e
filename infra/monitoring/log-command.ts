import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Shows the lines of a function's log that match. Our lines hold ids and no personal data.
 *
 * @param since such as `1h`
 * @param pattern CloudWatch's filter pattern, without single quotes
 */
export function logCommand({ logGroup }: LambdaFunction, since: string, pattern: string): string {
  return `aws logs tail ${logGroup.logGroupName} --since ${since} --filter-pattern '${pattern}'`;
}
