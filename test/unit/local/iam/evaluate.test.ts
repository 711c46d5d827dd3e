import { expect, it } from 'vitest';
import { evaluate } from '../../../../local/iam/evaluate.ts';
import { permission } from '../../../../local/iam/permission.ts';

const QUEUE = 'arn:aws:sqs:ap-southeast-1:000000000000:events.fifo';
const BUCKET = 'arn:aws:s3:::bodies-bucket';
const SEND = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE };
const LIST = {
  Effect: 'Allow',
  Action: 's3:ListBucket',
  Resource: BUCKET,
  Condition: { StringLikeIfExists: { 's3:prefix': 'bodies/*' } },
};
const TLS_ONLY = {
  Effect: 'Deny',
  Action: 'sqs:*',
  Principal: { AWS: '*' },
  Resource: QUEUE,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const principal = 'arn:aws:sts::000000000000:assumed-role/role/function';

it.each([
  ['the action on the resource', [SEND], [], permission('sqs:SendMessage', QUEUE), 'allowed'],
  ['another action', [SEND], [], permission('sqs:ReceiveMessage', QUEUE), 'no policy allows it'],
  [
    'another resource',
    [SEND],
    [],
    permission('sqs:SendMessage', `${QUEUE}x`),
    'no policy allows it',
  ],
  [
    'TLS, where no other way is allowed,',
    [SEND],
    [TLS_ONLY],
    permission('sqs:SendMessage', QUEUE),
    'allowed',
  ],
  [
    'no TLS, where that is denied,',
    [SEND],
    [TLS_ONLY],
    permission('sqs:SendMessage', QUEUE, { 'aws:SecureTransport': 'false' }),
    'a policy denies it',
  ],
  [
    'what only the resource’s policy allows',
    [],
    [{ ...SEND, Principal: { AWS: principal } }],
    permission('sqs:SendMessage', QUEUE),
    'allowed',
  ],
  ['a listing without a prefix', [LIST], [], permission('s3:ListBucket', BUCKET), 'allowed'],
  [
    'a listing of another prefix',
    [LIST],
    [],
    permission('s3:ListBucket', BUCKET, { 's3:prefix': 'other/' }),
    'no policy allows it',
  ],
  ['an action that is none', [SEND], [], permission('sqs:Sendmail', QUEUE), 'not judged'],
])('IAM judges a call with %s', async (_what, identity, resource, needed, verdict) => {
  await expect(evaluate({ principal, identity, resource }, needed)).resolves.toBe(verdict);
});
