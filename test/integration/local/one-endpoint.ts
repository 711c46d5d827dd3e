import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { LocalRun } from '../../../local/start.ts';

/** All services behind one URL, as a whole AWS emulator has them. */
export interface OneEndpoint {
  readonly url: string;
  /** Secrets by name, as they were put. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly buses: ReadonlySet<string>;
  close(): void;
}

/** Passes on to the engines of `run`, and keeps secrets and buses itself. */
export async function startOneEndpoint(run: LocalRun): Promise<OneEndpoint> {
  const secrets = new Map<string, string>();
  const buses = new Set<string>();
  const own: Record<string, (input: Record<string, string>) => object> = {
    'secretsmanager.CreateSecret': ({ Name = '', SecretString = '' }) => {
      if (secrets.has(Name)) return { __type: 'ResourceExistsException' };
      secrets.set(Name, SecretString);
      return { Name };
    },
    'secretsmanager.PutSecretValue': ({ SecretId = '', SecretString = '' }) => {
      secrets.set(SecretId, SecretString);
      return {};
    },
    'secretsmanager.DeleteSecret': ({ SecretId = '' }) => {
      secrets.delete(SecretId);
      return {};
    },
    'AWSEvents.CreateEventBus': ({ Name = '' }) => {
      if (buses.has(Name)) return { __type: 'ResourceAlreadyExistsException' };
      buses.add(Name);
      return {};
    },
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const operation = own[target];
    if (!operation) {
      const { AWS_ENDPOINT_URL_DYNAMODB: dynamodb, AWS_ENDPOINT_URL_SQS: sqs } = run.environment;
      pass(incoming, response, target.startsWith('DynamoDB') ? dynamodb : sqs);
      return;
    }
    const answer = operation((await json(incoming)) as Record<string, string>);
    response.writeHead('__type' in answer ? 400 : 200).end(JSON.stringify(answer));
  };

  const server = createServer((incoming, response) => void serve(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets,
    buses,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function pass(incoming: IncomingMessage, response: ServerResponse, to: string): void {
  const { method, headers, url = '/' } = incoming;
  const outgoing = request(new URL(url, to), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
}
