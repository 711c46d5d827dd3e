import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { guardServer } from '../iam/guard-server.ts';
import type { Judge } from '../iam/judge.ts';
import type { SecretNames } from '../iam/secret-arn.ts';
import { keepOtherSitesOut } from '../same-machine.ts';
import { ServiceFault } from './service-fault.ts';

/** One operation of a service: input and output as its API reference writes them. */
export type Operation = (input: Record<string, unknown>) => object | Promise<object>;

/** Who may call a service. */
export interface Guarded {
  /** Default: every function may do everything. */
  readonly judge?: Judge | undefined;
  /** Of the service's secrets. Default: it has none. */
  readonly secretNames?: SecretNames;
}

/** A service of ours, listening on 127.0.0.1. */
export interface RunningService {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves operations over AWS JSON 1.1, the protocol of Secrets Manager and EventBridge.
 *
 * @param operations by their `X-Amz-Target`; each may throw {@link ServiceFault}
 */
export async function startJsonService(
  operations: Readonly<Record<string, Operation>>,
  { judge, secretNames }: Guarded = {},
): Promise<RunningService> {
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const target = String(request.headers['x-amz-target']);
    try {
      const input = (await json(request)) as Record<string, unknown>;
      const operation = operations[target];
      if (!operation) throw new ServiceFault('UnknownOperationException', `No ${target} here.`);
      answer(response, 200, await operation(input));
    } catch (error) {
      const fault = error instanceof ServiceFault ? error : ServiceFault.internal();
      answer(response, fault.status, { __type: fault.code, message: fault.message });
    }
  };
  const server = createServer((request, response) => void serve(request, response));
  if (judge) guardServer(server, judge, secretNames);
  keepOtherSitesOut(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': randomUUID(),
  });
  response.end(JSON.stringify(body));
}
