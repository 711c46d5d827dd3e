import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { userLimit as UserLimitFactory } from '../../../lambdas/widget-api/limits/user-limit.ts';
import { DUMMY_CREDENTIALS, REGION } from '../../../local/aws.ts';
import { clientOptions } from '../../../local/clients.ts';
import { allowAll } from '../../../local/iam/judge.ts';
import { Engine } from '../../../local/engines/engine.ts';
import { provisionTable } from '../../../local/provision/tables.ts';

const TABLE = 'limits';
const RULE = { name: 'LINK_TOKEN', calls: 10, windowSeconds: 300 };
/** In the middle of a window. */
const NOW = Date.parse('2026-01-02T03:02:00Z');

let engine: Engine;
let dynamodb: DynamoDBClient;
let userLimit: typeof UserLimitFactory;
const directory = mkdtempSync(join(tmpdir(), 'smile-limits-'));

beforeAll(async () => {
  const files = { directory: join(directory, 'tables'), temporary: directory };
  engine = new Engine('The DynamoDB engine', 'dynamodb', files, {
    logLine: () => undefined,
    judge: allowAll,
  });
  await engine.start();
  dynamodb = new DynamoDBClient(clientOptions(engine.url));
  await provisionTable(dynamodb, {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
  });
  // The function's own client is made when it is imported, of its environment.
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', engine.url);
  vi.stubEnv('AWS_REGION', REGION);
  vi.stubEnv('AWS_ACCESS_KEY_ID', DUMMY_CREDENTIALS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', DUMMY_CREDENTIALS.secretAccessKey);
  ({ userLimit } = await import('../../../lambdas/widget-api/limits/user-limit.ts'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await engine.kill();
  rmSync(directory, { recursive: true, force: true });
});

const signal = () => AbortSignal.timeout(30_000);

/** A limit whose clock stands still, and a user who has done nothing yet. */
function limited(rule = RULE) {
  const clock = { now: NOW };
  const limit = userLimit(TABLE, rule, () => clock.now);
  const userId = `tenant-${randomUUID()}`;
  return { clock, userId, take: (user = userId) => limit(user, signal()) };
}

describe('the limit of a user', () => {
  it('lets exactly ten of thirty calls through that come at once', async () => {
    const { take } = limited();

    const takes = await Promise.all(Array.from({ length: 30 }, () => take()));

    expect(takes.filter(({ allowed }) => allowed)).toHaveLength(10);
    expect(takes.filter(({ allowed }) => !allowed)).toHaveLength(20);
  });

  it('says how long the window lasts to those who are too many', async () => {
    const { clock, take } = limited({ ...RULE, calls: 1 });
    await take();

    const early = await take();
    clock.now = Date.parse('2026-01-02T03:04:59.999Z');
    const late = await take();

    expect(early).toEqual({ allowed: false, retryAfterSeconds: 180 });
    expect(late).toEqual({ allowed: false, retryAfterSeconds: 1 });
  });

  it('begins anew with the next window', async () => {
    const { clock, take } = limited({ ...RULE, calls: 1 });
    await take();
    clock.now = Date.parse('2026-01-02T03:05:00Z');

    const takes = [await take(), await take()];

    expect(takes.map(({ allowed }) => allowed)).toEqual([true, false]);
  });

  it('is nobody else’s, and of nothing else', async () => {
    const { take, userId } = limited({ ...RULE, calls: 1 });
    const ofSomethingElse = userLimit(TABLE, { ...RULE, name: 'OTHER' }, () => NOW);
    await take();

    const takes = [await take(), await take(`${userId}2`), await ofSomethingElse(userId, signal())];

    expect(takes.map(({ allowed }) => allowed)).toEqual([false, true, true]);
  });

  it('is a row that a person can read, and that ends with its window', async () => {
    const { take, userId } = limited();
    await take();
    await take();

    const key = { S: `LINK_TOKEN#${userId}#2026-01-02T03:00:00.000Z` };
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: TABLE, Key: { key }, ConsistentRead: true }),
    );

    const expiresAt = String(Date.parse('2026-01-02T03:05:00Z') / 1000);
    expect(Item).toEqual({ key, used: { N: '2' }, expiresAt: { N: expiresAt } });
  });

  it('is a fault of AWS when the table does not answer', async () => {
    const limit = userLimit('no-such-table', RULE, () => NOW);

    await expect(limit('tenant-1', signal())).rejects.toMatchObject({ name: 'AwsFault' });
  });

  it('waits no longer for the table than its caller', async () => {
    const limit = userLimit(TABLE, RULE, () => NOW);

    onTestFinished(() => engine.thaw());
    await engine.freeze();
    const waiting = limit('tenant-1', AbortSignal.timeout(100));

    await expect(waiting).rejects.toMatchObject({ name: 'AwsFault', code: 'AbortError' });
  });
});
