import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { startLocal } from '../local/start.ts';
import { CountingProxies } from './counting-proxy.ts';
import { SECRET } from './events.ts';

const IDEMPOTENCY_TABLE = 'bench-idempotency';

/** The local run's engines with counters in front, for functions that run outside it. */
export async function startEngines() {
  const run = await startLocal({ port: 0, secret: SECRET, logLine: () => undefined });
  const proxies = new CountingProxies();
  const { environment } = run;
  const endpoints = Object.entries(environment).filter(([name]) =>
    name.startsWith('AWS_ENDPOINT_URL_'),
  );
  const led = await Promise.all(
    endpoints.map(
      async ([name, url]): Promise<[string, string]> => [name, await proxies.before(url)],
    ),
  );
  const dynamodb = new DynamoDBClient({
    endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB,
    region: environment.AWS_REGION,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: IDEMPOTENCY_TABLE,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return {
    proxies,
    environment: {
      ...environment,
      ...Object.fromEntries(led),
      WEBHOOK_SECRET: SECRET,
      IDEMPOTENCY_TABLE,
    },
    addRows: (from: number, to: number) =>
      addRows(dynamodb, environment.LEDGER_TABLE ?? '', from, to),
    async stop() {
      proxies.stop();
      dynamodb.destroy();
      await run.stop();
    },
  };
}

/** DynamoDB takes so many in one request. */
const BATCH = 25;
const AT_ONCE = 8;

/** Fills the ledger with finished rows of about half a KiB, from one number to another. */
async function addRows(
  dynamodb: DynamoDBClient,
  table: string,
  from: number,
  to: number,
): Promise<void> {
  let next = from;
  const fill = async () => {
    for (let start = next; start < to; start = next) {
      next = Math.min(start + BATCH, to);
      const numbers = Array.from({ length: next - start }, (_, n) => start + n);
      const requests = numbers.map((n) => ({ PutRequest: { Item: finishedRow(n) } }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fill));
}

function finishedRow(n: number) {
  const at = '2026-01-02T03:04:05.000Z';
  return {
    eventId: { S: `et-old-${n}` },
    subject: { S: `tenant-${n % 1000}` },
    receivedAt: { S: at },
    createdAt: { S: at },
    completedAt: { S: at },
    type: { S: 'ACCOUNT_CONNECTED' },
    status: { S: 'DONE' },
    outcome: { S: 'APPLIED' },
    attempts: { N: '1' },
    origin: { S: 'webhook' },
    bodySha256: { S: 'a'.repeat(64) },
    body: { S: 'x'.repeat(100) },
  };
}
