import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createClients } from '../local/clients.ts';
import { openDataDirectory } from '../local/data-directory.ts';
import { environments } from '../local/environment.ts';
import { provision } from '../local/provision/provision.ts';
import { provisionTable } from '../local/provision/tables.ts';
import { startBackends } from '../local/services/backends.ts';
import { Teardown } from '../local/teardown.ts';
import { cachedTemplate } from '../local/template/cached-template.ts';
import type { TableDefinition } from '../local/template/read-tables.ts';
import { readSystem } from '../local/template/system.ts';
import { initialSecrets } from '../local/widget/secrets.ts';
import { CountingProxies } from './counting-proxy.ts';
import { SECRET } from './events.ts';

/** Of powertools. */
const IDEMPOTENCY: TableDefinition = {
  TableName: 'bench-idempotency',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

/** Queues, tables and a bucket as the stack has them, empty, and counters in front of them. */
export interface Engines {
  readonly proxies: CountingProxies;
  /** Of functions whose requests are counted. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its requests are not counted. */
  readonly dynamodb: DynamoDBClient;
  readonly tables: { readonly ledger: string; readonly state: string };
}

/** Lends engines that nobody else uses: no function runs beside the one that is measured. */
export async function withEngines<T>(use: (engines: Engines) => Promise<T>): Promise<T> {
  const teardown = new Teardown();
  try {
    return await use(await startEngines(teardown));
  } finally {
    await teardown.run();
  }
}

async function startEngines(teardown: Teardown): Promise<Engines> {
  const directory = await openDataDirectory(undefined);
  teardown.add(() => directory.close());
  const system = readSystem(await cachedTemplate('sandbox', directory));
  const { texts } = initialSecrets(system, { secret: SECRET });
  const backends = await startBackends(system, texts, directory, say);
  teardown.add(() => backends.close());
  const clients = createClients(backends.endpoints);
  teardown.add(async () => Object.values(clients).forEach((client) => client.destroy()));
  const made = await provision(clients, backends.endpoints, system);
  await provisionTable(clients.dynamodb, IDEMPOTENCY);

  const tables = [...Object.values(system.tables), IDEMPOTENCY];
  const proxies = new CountingProxies(
    Object.fromEntries(tables.map((table) => [table.TableName, table])),
  );
  teardown.add(async () => proxies.stop());
  const environment = environments(system, backends.endpoints, made, false).both;
  const led: [string, string][] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith('AWS_ENDPOINT_URL_')) led.push([name, await proxies.before(value)]);
  }
  return {
    proxies,
    environment: {
      ...environment,
      ...Object.fromEntries(led),
      WEBHOOK_SECRET: SECRET,
      IDEMPOTENCY_TABLE: IDEMPOTENCY.TableName,
    },
    dynamodb: clients.dynamodb,
    tables: { ledger: environment.LEDGER_TABLE, state: environment.STATE_TABLE },
  };
}

/** An engine that died and came back. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
