import { Effect, PolicyDocument, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';

/**
 * Lets these addresses call `POST /webhooks` and nobody call anything else: what no statement allows is
 * refused, even before the Lambda is started.
 *
 * The principal must be `"*"`. `{ "AWS": "*" }`, which the CDK's AnyPrincipal makes, fails on methods
 * without IAM authorization (API Gateway docs, Resource policy examples).
 */
export function onlyFrom(sources: readonly string[]): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new StarPrincipal()],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*/POST/webhooks'],
        conditions: { IpAddress: { 'aws:SourceIp': [...sources] } },
      }),
    ],
  });
}
