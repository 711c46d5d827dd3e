import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientOptions } from '../../../local/clients.ts';
import type { Decision } from '../../../local/iam/guard.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { configuredStack } from '../../delivered/configured-stack.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';
import { ask, relay, relayed } from '../widget/widget-client.ts';
import { unused } from './grants.ts';

/** What a role has for Lambda itself: on this machine nobody writes logs, traces or joins a network by AWS's API. */
const FOR_LAMBDA_ITSELF = {
  'logs:CreateLogStream': 'Lambda writes what a function prints; here it goes to standard output',
  'logs:PutLogEvents': 'Lambda writes what a function prints; here it goes to standard output',
  'xray:PutTraceSegments': 'Lambda sends its own segments; nothing here is traced',
  'xray:PutTelemetryRecords': 'Lambda sends its own segments; nothing here is traced',
  'ec2:AssignPrivateIpAddresses': 'Lambda reaches the network of a worker; here is none',
  'ec2:CreateNetworkInterface': 'Lambda reaches the network of a worker; here is none',
  'ec2:DeleteNetworkInterface': 'Lambda reaches the network of a worker; here is none',
  'ec2:DescribeNetworkInterfaces': 'Lambda reaches the network of a worker; here is none',
  'ec2:DescribeSubnets': 'Lambda reaches the network of a worker; here is none',
  'ec2:UnassignPrivateIpAddresses': 'Lambda reaches the network of a worker; here is none',
};

const LARGE = { padding: 'x'.repeat(4 * 1024) };

const decisions: Decision[] = [];
let receiver: Receiver;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fix-mark-'));
  receiver = await startReceiver({
    template: configuredStack({
      mode: 'sandbox',
      widget: { origins: ['http://localhost:3000'] },
      handlers: {
        vpc: { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] },
      },
    }),
    workerEntry: fileURLToPath(new URL('../event-path/workers/failing.ts', import.meta.url)),
    workerEnvironment: { FIX_MARK: join(directory, 'fixed') },
    decided: (decision) => decisions.push(decision),
  });
});
afterAll(async () => {
  await receiver.run.stop();
  await rm(directory, { recursive: true });
});

const done = async (event: { readonly id: string }, status = 'DONE') => {
  await receiver.deliver(event);
  return await receiver.rowWhen(event.id, status);
};

const wasAsked = async (action: string) =>
  await soon(async () => expect(decisions.map((each) => each.action)).toContain(action));

async function emptyBucket(): Promise<void> {
  const { AWS_ENDPOINT_URL_S3: endpoint, BODIES_BUCKET: Bucket } = receiver.run.environment;
  const s3 = new S3Client({ ...clientOptions(endpoint), forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  await Promise.all(
    Contents.map(async ({ Key }) => await s3.send(new DeleteObjectCommand({ Bucket, Key }))),
  );
  s3.destroy();
}

it('every permission of every role is needed by a call of this run, or is for Lambda itself', async () => {
  // Events: inline, large, repeated, conflicting, stale, without an id.
  const subject = { userId: 'u-1', accountId: 'a-1' };
  const first = buildEvent('ACCOUNT_CONNECTED', { data: subject });
  await done(first);
  await done(buildEvent('USER_CREATED', LARGE));
  await receiver.deliver(first);
  await receiver.deliver({ ...first, more: true });
  await done(
    buildEvent('ACCOUNT_CONNECTED', { data: subject, createdAt: '2020-01-01T00:00:00.000Z' }),
  );
  await receiver.post(JSON.stringify({ ...first, id: undefined }));
  // Handlers that fail for good, that ask for later, and whose large body has gone meanwhile.
  const dead = buildEvent('RATING_ADDED', { data: { userId: 'u-2' } });
  await done(dead, 'DEAD');
  await receiver.redrive();
  await receiver.deliver(buildEvent('IDENTITY_ADDED', { ...LARGE, data: { userId: 'u-3' } }));
  await wasAsked('sqs:ChangeMessageVisibility');
  await emptyBucket();
  await wasAsked('s3:ListBucket');
  await writeFile(join(directory, 'fixed'), '');
  await receiver.drained();
  // A page, and what looks after its accounts.
  const callback = relayed('onAccountConnected', { accountId: 'a-4', providerId: 'grab' });
  await relay(receiver.run, 'u-4', callback);
  await receiver.rowWhen(`widget:u-4:${callback.id}`, 'DONE');
  const { token } = await receiver.run.createSession('u-4');
  for (const route of ['GET /status', 'POST /link-token'] as const) {
    expect(await ask(receiver.run, route, token)).toMatchObject({ status: 200 });
  }
  await receiver.run.detectLoss();

  const principals = new Map(decisions.map(({ principal }) => [principal.roleId, principal]));
  const left = await Promise.all(
    [...principals.values()].map(async (principal) => await unused(principal, decisions)),
  );

  expect(principals.size).toBe(6);
  expect(decisions.filter(({ verdict }) => verdict !== 'allowed')).toEqual([]);
  expect([...new Set(left.flat())].toSorted()).toEqual(Object.keys(FOR_LAMBDA_ITSELF).toSorted());
});
