import { ACCOUNT, REGION } from '../aws.ts';

/** What a call needs to be allowed. */
export interface Permission {
  /** Such as `dynamodb:GetItem`. */
  readonly action: string;
  /** An ARN, or `*` for an action on no resource. */
  readonly resource: string;
  /** Keys of conditions, such as `s3:prefix`. */
  readonly context: Readonly<Record<string, string>>;
}

/** The permission to do something, with the context that every call of AWS's SDK has on AWS. */
export function permission(
  action: string,
  resource: string,
  context: Permission['context'] = {},
): Permission {
  return { action, resource, context: { 'aws:SecureTransport': 'true', ...context } };
}

/** The ARN of something in this run. What is an ARN already stays as it is. */
export function arnIn(service: string, resource: string, prefix = ''): string {
  return resource.startsWith('arn:')
    ? resource
    : `arn:aws:${service}:${REGION}:${ACCOUNT}:${prefix}${resource}`;
}
