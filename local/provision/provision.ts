import { ACCOUNT, REGION } from '../aws.ts';
import type { Clients } from '../clients.ts';
import type { Endpoints } from '../environment.ts';
import type { Made } from '../template/resolve.ts';
import type { System } from '../template/system.ts';
import { provisionBucket } from './bucket.ts';
import { provisionQueues } from './queues.ts';
import { provisionTable } from './tables.ts';

/**
 * Makes what a deployment would make: queues, tables and buckets. Repeating it changes nothing.
 *
 * @returns what the template's references give, those to secrets and bus too
 */
export async function provision(
  clients: Clients,
  endpoints: Endpoints,
  { queues, tables, buckets, secret, widget, bus }: System,
): Promise<Made> {
  const [madeQueues] = await Promise.all([
    provisionQueues(clients.sqs, endpoints.sqs, queues),
    ...Object.values(tables).map((table) => provisionTable(clients.dynamodb, table)),
    ...Object.values(buckets).map((name) => provisionBucket(endpoints.s3, name)),
  ]);
  return {
    ...madeQueues,
    ...mapValues(tables, ({ TableName }) => named(TableName, 'dynamodb', `table/${TableName}`)),
    ...mapValues(buckets, (name) => ({ ref: name, arn: `arn:aws:s3:::${name}` })),
    ...Object.fromEntries(
      [secret, ...(widget ? [widget.sessionSecret, widget.credentials] : [])].map(
        ({ id, name }) => [id, named(name, 'secretsmanager', `secret:${name}`)],
      ),
    ),
    [bus.id]: named(bus.name, 'events', `event-bus/${bus.name}`),
  };
}

function named(ref: string, service: string, resource: string): Made[string] {
  return { ref, arn: `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}` };
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
