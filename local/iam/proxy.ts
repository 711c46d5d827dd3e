import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoints } from '../environment.ts';
import { keepOtherSitesOut } from '../same-machine.ts';
import { accessKeyIn } from './access-keys.ts';
import { answerDenied } from './denial-answer.ts';
import type { Decision, Guard } from './guard.ts';
import { type Input, jsonPermissions, type JsonService, jsonServiceOf } from './json-calls.ts';
import type { Principals } from './principals.ts';
import { missPermission, s3Permission } from './s3-calls.ts';

/** All services behind one address that lets functions do only what their roles may. */
export interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

/** What the proxy stands before, and whom it asks. */
export interface ProxyParts {
  readonly endpoints: Endpoints;
  readonly principals: Pick<Principals, 'byAccessKey'>;
  readonly secretNames: ReadonlySet<string>;
  readonly guard: Guard;
}

const ENDPOINT_OF = {
  dynamodb: 'dynamodb',
  sqs: 'sqs',
  events: 'eventBridge',
  secretsmanager: 'secretsManager',
  s3: 's3',
} as const satisfies Record<JsonService | 's3', keyof Endpoints>;

/**
 * Starts it on a free port of 127.0.0.1. A request passes as it came, since no engine checks a signature. One that
 * no function signed passes unjudged. An engine that is away resets the connection.
 */
export async function startProxy(parts: ProxyParts): Promise<Proxy> {
  const { endpoints, principals, secretNames, guard } = parts;
  const agent = new Agent({ keepAlive: true });

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { headers, url = '/', method = 'GET' } = incoming;
    const target = String(headers['x-amz-target'] ?? '');
    const service = jsonServiceOf(target) ?? 's3';
    const principal = principals.byAccessKey.get(accessKeyIn(headers.authorization) ?? '');
    const back = new URL(endpoints[ENDPOINT_OF[service]]);
    if (service === 's3') {
      const asked = { url, method };
      const denial = principal && (await guard.denial(principal, [s3Permission(asked)]));
      if (denial) return deny(incoming, response, service, denial);
      const answer = await pass(incoming, response, back, agent);
      const needed = answer.statusCode === 404 ? missPermission(asked) : undefined;
      const miss = principal && needed && (await guard.denial(principal, [needed]));
      if (miss) return deny(answer, response, service, miss);
      return handBack(answer, response);
    }
    const body = await whole(incoming);
    if (principal) {
      const input = JSON.parse(body.toString()) as Input;
      const denial = await guard.denial(
        principal,
        jsonPermissions(service, target, input, secretNames),
      );
      if (denial) return deny(incoming, response, service, denial);
    }
    handBack(await pass(incoming, response, back, agent, body), response);
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  keepOtherSitesOut(server);
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

/** By events: `node:stream/consumers` makes a Blob first, which costs as much as all the rest of the proxy. */
async function whole(incoming: IncomingMessage): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', reject);
  });
}

/** Sends a request on, and ends it when its sender goes. */
async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  { hostname, port }: URL,
  agent: Agent,
  body?: Buffer,
): Promise<IncomingMessage> {
  const { method, url: path, rawHeaders: headers } = incoming;
  const outgoing = request({ agent, hostname, port, method, path, headers });
  response.once('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  if (body) outgoing.end(body);
  else incoming.pipe(outgoing);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  // Once it has answered, its end shows in the answer.
  outgoing.on('error', () => undefined);
  return answer;
}

function handBack(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

/** What is left of a body is read, so that its connection can be used again. */
function deny(
  unread: IncomingMessage,
  response: ServerResponse,
  service: JsonService | 's3',
  { principal, action, resource, verdict }: Decision,
): void {
  unread.resume();
  const why = verdict === 'a policy denies it' ? 'with an explicit deny' : nothingAllows(action);
  answerDenied(
    response,
    service,
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  );
}

function nothingAllows(action: string): string {
  return `because no identity-based policy allows the ${action} action`;
}
