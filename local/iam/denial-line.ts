import type { Decision } from './guard.ts';

/** Grants of the CDK, by what they allow. */
const GRANTS: readonly (readonly [RegExp, string])[] = [
  [/^dynamodb:(BatchGet|Get|Query|Scan|ConditionCheck)/, 'table.grantReadData(smile)'],
  [/^dynamodb:(BatchWrite|Put|Update|Delete)/, 'table.grantWriteData(smile)'],
  [/^s3:(GetObject|List)/, 'bucket.grantRead(smile)'],
  [/^s3:(Put|Delete)Object/, 'bucket.grantReadWrite(smile)'],
  [/^sqs:SendMessage$/, 'queue.grantSendMessages(smile)'],
  [/^sqs:(Receive|Delete)Message$/, 'queue.grantConsumeMessages(smile)'],
  [/^secretsmanager:GetSecretValue$/, 'secret.grantRead(smile)'],
  [/^events:PutEvents$/, 'bus.grantPutEventsTo(smile)'],
];

/** One sentence about what a function may not do, and one with the line to add. */
export function denialLine({ principal, action, resource, verdict }: Decision): string {
  const { functionName, hasHandlers, roleId } = principal;
  const said = `IAM: ${functionName} may not call ${action} on ${resource}, because ${REASONS[verdict]}.`;
  if (verdict !== 'no policy allows it') return said;
  if (roleId === 'Operator') return `${said} Grant it in infra/operator-policy.ts.`;
  if (!hasHandlers)
    return `${said} Grant it to the role ${roleId} in infra/functions or infra/widget.`;
  const entry = `{ actions: ['${action}'], resources: ['<its ARN>'] }`;
  const [, grant] = GRANTS.find(([actions]) => actions.test(action)) ?? [];
  return grant === undefined
    ? `${said} If a handler needs it, add ${entry} to handlers.policies.`
    : `${said} If a handler needs it, add ${grant} to your app, or ${entry} to handlers.policies.`;
}

const REASONS: Readonly<Record<Decision['verdict'], string>> = {
  allowed: 'it is allowed',
  'no policy allows it': 'no policy of its role allows it',
  'a policy denies it': 'a policy denies it',
  'not judged': 'IAM knows no such action, or its policies are not valid',
};
