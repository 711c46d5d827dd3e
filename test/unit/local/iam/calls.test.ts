import { expect, it } from 'vitest';
import { accessKeyIn } from '../../../../local/iam/access-keys.ts';
import { jsonPermissions, jsonServiceOf } from '../../../../local/iam/json-calls.ts';
import { missPermission, s3Permission } from '../../../../local/iam/s3-calls.ts';

const HERE = 'ap-southeast-1:000000000000';

it.each([
  [
    'DynamoDB_20120810.GetItem',
    { TableName: 't' },
    `dynamodb:GetItem arn:aws:dynamodb:${HERE}:table/t`,
  ],
  [
    'DynamoDB_20120810.Query',
    { TableName: 't', IndexName: 'i' },
    `dynamodb:Query arn:aws:dynamodb:${HERE}:table/t/index/i`,
  ],
  [
    'DynamoDB_20120810.Scan',
    { TableName: 'arn:aws:dynamodb:eu-west-1:123456789012:table/t' },
    'dynamodb:Scan arn:aws:dynamodb:eu-west-1:123456789012:table/t',
  ],
  [
    'DynamoDB_20120810.BatchGetItem',
    { RequestItems: { t: {}, u: {} } },
    `dynamodb:BatchGetItem arn:aws:dynamodb:${HERE}:table/t, dynamodb:BatchGetItem arn:aws:dynamodb:${HERE}:table/u`,
  ],
  [
    'DynamoDB_20120810.TransactWriteItems',
    { TransactItems: [{ Put: { TableName: 't' } }, { ConditionCheck: { TableName: 'u' } }] },
    `dynamodb:PutItem arn:aws:dynamodb:${HERE}:table/t, dynamodb:ConditionCheckItem arn:aws:dynamodb:${HERE}:table/u`,
  ],
  ['DynamoDB_20120810.ListTables', {}, 'dynamodb:ListTables *'],
  [
    'AmazonSQS.SendMessageBatch',
    { QueueUrl: 'http://127.0.0.1:1/000000000000/q.fifo' },
    `sqs:SendMessage arn:aws:sqs:${HERE}:q.fifo`,
  ],
  ['AmazonSQS.GetQueueUrl', { QueueName: 'q' }, `sqs:GetQueueUrl arn:aws:sqs:${HERE}:q`],
  [
    'AWSEvents.PutEvents',
    { Entries: [{ EventBusName: 'b' }, { EventBusName: 'b' }, {}] },
    `events:PutEvents arn:aws:events:${HERE}:event-bus/b, events:PutEvents arn:aws:events:${HERE}:event-bus/default`,
  ],
  [
    'secretsmanager.GetSecretValue',
    { SecretId: 'my-secret' },
    `secretsmanager:GetSecretValue arn:aws:secretsmanager:${HERE}:secret:my-secret-Local1`,
  ],
  [
    'secretsmanager.GetSecretValue',
    { SecretId: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:my-secret' },
    'secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:my-secret-Local1',
  ],
  [
    'secretsmanager.GetSecretValue',
    { SecretId: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:my-secret-AbCdEf' },
    'secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:my-secret-AbCdEf',
  ],
])('%s of %j needs its action on its resource', (target, input, needed) => {
  const service = jsonServiceOf(target);

  const permissions = service
    ? jsonPermissions(service, target, input, new Set(['my-secret']))
    : [];

  expect(permissions.map(({ action, resource }) => `${action} ${resource}`).join(', ')).toBe(
    needed,
  );
});

it.each([
  ['GET', '/b/bodies/a%20b?x-id=GetObject', 's3:GetObject arn:aws:s3:::b/bodies/a b'],
  ['HEAD', '/b/k', 's3:GetObject arn:aws:s3:::b/k'],
  ['PUT', '/b/k', 's3:PutObject arn:aws:s3:::b/k'],
  ['POST', '/b/k?uploads', 's3:PutObject arn:aws:s3:::b/k'],
  ['DELETE', '/b/k', 's3:DeleteObject arn:aws:s3:::b/k'],
  ['POST', '/b?delete', 's3:DeleteObject arn:aws:s3:::b/*'],
  ['GET', '/b?list-type=2', 's3:ListBucket arn:aws:s3:::b'],
  ['PUT', '/b', 's3:CreateBucket arn:aws:s3:::b'],
  ['GET', '/', 's3:ListAllMyBuckets *'],
])('S3’s %s %s needs %s', (method, url, needed) => {
  const { action, resource } = s3Permission({ method, url });

  expect(`${action} ${resource}`).toBe(needed);
});

it('a listing names its prefix, and the question for a missing object has none', () => {
  const { context } = s3Permission({ method: 'GET', url: '/b?list-type=2&prefix=bodies%2F' });
  const miss = missPermission({ method: 'GET', url: '/b/k' });

  expect(context).toMatchObject({ 's3:prefix': 'bodies/' });
  expect(miss).toMatchObject({ action: 's3:ListBucket', resource: 'arn:aws:s3:::b' });
  expect(miss?.context).not.toHaveProperty('s3:prefix');
  expect(missPermission({ method: 'PUT', url: '/b/k' })).toBeUndefined();
});

it('the access key of a call is the one that signed it', () => {
  const signed =
    'AWS4-HMAC-SHA256 Credential=LOCALWorker/20261201/ap-southeast-1/sqs/aws4_request, S';

  expect(accessKeyIn(signed)).toBe('LOCALWorker');
  expect(accessKeyIn('Bearer x')).toBeUndefined();
  expect(accessKeyIn(undefined)).toBeUndefined();
});
