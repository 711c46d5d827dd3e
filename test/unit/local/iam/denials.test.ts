import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REGION } from '../../../../local/aws.ts';
import { createGuard } from '../../../../local/iam/guard.ts';
import type { Principal } from '../../../../local/iam/principals.ts';
import { type Proxy, startProxy } from '../../../../local/iam/proxy.ts';

/** Nothing listens there: who is denied asks nobody else. */
const NOWHERE = 'http://127.0.0.1:1';
const lines: string[] = [];
const principal: Principal = {
  functionName: 'worker',
  hasHandlers: true,
  roleId: 'WorkerRole',
  arn: 'arn:aws:sts::000000000000:assumed-role/worker-role/worker',
  statements: [],
};

let proxy: Proxy;
let options: object;
beforeAll(async () => {
  const resourcePolicies = new Map();
  proxy = await startProxy({
    endpoints: {
      sqs: NOWHERE,
      s3: NOWHERE,
      dynamodb: NOWHERE,
      secretsManager: NOWHERE,
      eventBridge: NOWHERE,
    },
    principals: { byAccessKey: new Map([['LOCALWorker', principal]]) },
    secretNames: new Set(['crm']),
    guard: createGuard(
      { resourcePolicies },
      () => undefined,
      (line) => lines.push(line),
    ),
  });
  const credentials = { accessKeyId: 'LOCALWorker', secretAccessKey: 'test' };
  options = { endpoint: proxy.url, region: REGION, credentials, maxAttempts: 3 };
});
afterAll(() => proxy.close());

const ARN = `arn:aws:[a-z0-9]+:(${REGION})?:(000000000000)?:`;

it.each([
  [
    'DynamoDB',
    'AccessDeniedException',
    400,
    'dynamodb:GetItem',
    () => new DynamoDBClient(options).send(new GetItemCommand({ TableName: 'crm', Key: {} })),
  ],
  [
    'SQS',
    'AccessDenied',
    403,
    'sqs:SendMessage',
    () =>
      new SQSClient(options).send(
        new SendMessageCommand({ QueueUrl: `${proxy.url}/000000000000/crm`, MessageBody: 'x' }),
      ),
  ],
  [
    'EventBridge',
    'AccessDeniedException',
    400,
    'events:PutEvents',
    () => new EventBridgeClient(options).send(new PutEventsCommand({ Entries: [{}] })),
  ],
  [
    'Secrets Manager',
    'AccessDeniedException',
    400,
    'secretsmanager:GetSecretValue',
    () => new SecretsManagerClient(options).send(new GetSecretValueCommand({ SecretId: 'crm' })),
  ],
  [
    'S3, a read,',
    'AccessDenied',
    403,
    's3:GetObject',
    () => new S3Client(options).send(new GetObjectCommand({ Bucket: 'crm', Key: 'a b' })),
  ],
  [
    'S3, a large write,',
    'AccessDenied',
    403,
    's3:PutObject',
    () =>
      new S3Client(options).send(
        new PutObjectCommand({ Bucket: 'crm', Key: 'a', Body: Buffer.alloc(3_000_000) }),
      ),
  ],
])('%s denies by %s with status %i', async (_service, name, status, action, call) => {
  const calling = call();

  await expect(calling).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: status, attempts: 1 },
    message: expect.stringMatching(
      new RegExp(
        `^User: ${principal.arn} is not authorized to perform: ${action} on resource: ${ARN}`,
      ),
    ),
  });
  expect(lines.filter((line) => line.includes(` ${action} `))).toHaveLength(1);
});
