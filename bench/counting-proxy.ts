import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a function asked AWS for. */
export interface Asked {
  /** Requests by their action, such as `SendMessage`, `PutItem`, `PUT`. */
  readonly requests: Readonly<Record<string, number>>;
  /** DynamoDB's capacity units for tables, as the engine counts them; writes to indexes are not in it. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

const agent = new Agent({ keepAlive: true });

/** Stands between functions and engines, hands everything on, and counts. */
export class CountingProxies {
  #requests: Record<string, number> = {};
  #units = { read: 0, write: 0 };
  readonly #servers: ReturnType<typeof createServer>[] = [];

  /** An address that leads to `engine`. */
  async before(engine: string): Promise<string> {
    const server = createServer((incoming, response) => {
      void this.#handOn(new URL(engine), incoming, response);
    }).listen(0, '127.0.0.1');
    this.#servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** What was counted since the last call. */
  taken(): Asked {
    const { read, write } = this.#units;
    const taken = { requests: this.#requests, readUnits: read, writeUnits: write };
    this.#requests = {};
    this.#units = { read: 0, write: 0 };
    return taken;
  }

  stop(): void {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  async #handOn(engine: URL, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = incoming.headers['x-amz-target'];
    const action = typeof target === 'string' ? (target.split('.')[1] ?? '') : `${incoming.method}`;
    this.#requests[action] = (this.#requests[action] ?? 0) + 1;
    const isTable = typeof target === 'string' && target.startsWith('DynamoDB');
    const body = isTable ? askForUnits(await readAll(incoming)) : await readAll(incoming);
    const handedOn = request({
      agent,
      hostname: engine.hostname,
      port: engine.port,
      path: incoming.url,
      method: incoming.method,
      headers: { ...incoming.headers, 'content-length': body.byteLength },
    });
    handedOn.end(body);
    const [answer] = (await once(handedOn, 'response')) as [IncomingMessage];
    const answered = await readAll(answer);
    if (isTable) this.#countUnits(action, answered);
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
  }

  #countUnits(action: string, answered: Buffer): void {
    const { ConsumedCapacity } = JSON.parse(answered.toString()) as {
      ConsumedCapacity?: { CapacityUnits?: number };
    };
    const kind = action === 'GetItem' || action === 'Query' ? 'read' : 'write';
    this.#units[kind] += ConsumedCapacity?.CapacityUnits ?? 0;
  }
}

/** The engines check no signature, so a member can be added on the way. */
function askForUnits(body: Buffer): Buffer {
  const input = JSON.parse(body.toString()) as object;
  return Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
