import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REGION } from '../../../../local/aws.ts';
import { accessKeyOf } from '../../../../local/iam/access-keys.ts';
import { createGuard } from '../../../../local/iam/guard.ts';
import { guardServer } from '../../../../local/iam/guard-server.ts';
import { judgeBy } from '../../../../local/iam/judge.ts';
import type { Principal } from '../../../../local/iam/principals.ts';

const lines: string[] = [];
const principal: Principal = {
  functionName: 'worker',
  hasHandlers: true,
  roleId: 'WorkerRole',
  arn: 'arn:aws:sts::000000000000:assumed-role/worker-role/worker',
  statements: [],
};

/** Where the calls are denied, before any service sees them. */
const server = createServer((_, response) => response.end('{}'));
let url: string;
let options: object;
beforeAll(async () => {
  const guard = createGuard(
    { resourcePolicies: new Map() },
    () => undefined,
    (line) => lines.push(line),
  );
  const byAccessKey = new Map([[accessKeyOf('worker'), principal]]);
  guardServer(server, judgeBy(guard, { byAccessKey }), new Set(['crm']));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: accessKeyOf('worker'), secretAccessKey: 'test' };
  options = { endpoint: url, region: REGION, credentials, maxAttempts: 3 };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

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
        new SendMessageCommand({ QueueUrl: `${url}/000000000000/crm`, MessageBody: 'x' }),
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
