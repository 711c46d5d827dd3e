import type { Settings } from '../../infra/settings.ts';
import type { Clients } from '../clients.ts';
import { type Endpoints, namesOf, type Resources } from '../environment.ts';
import { provisionBucket } from './bucket.ts';
import { provisionQueues } from './queues.ts';
import { provisionTable } from './tables.ts';

/** Makes what the stack would make: queues, tables and bucket. Repeating it changes nothing. */
export async function provision(
  clients: Clients,
  endpoints: Endpoints,
  settings: Settings,
): Promise<Resources> {
  const names = namesOf(settings.stage);
  const [queues] = await Promise.all([
    provisionQueues(clients.sqs, endpoints.sqs, settings),
    provisionTable(clients.dynamodb, names.ledgerTable, settings.ledger),
    provisionTable(clients.dynamodb, names.stateTable, settings.state),
    provisionBucket(endpoints.s3, names.bucket),
  ]);
  return { ...names, ...queues };
}
