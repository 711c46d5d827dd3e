import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TableDefinition } from '../local/template/read-tables.ts';
import { metered, type TableAnswer, type TableRequest, type Units } from './metered.ts';

/** What a function asked AWS for. */
export interface Asked {
  /** Requests by their action, such as `SendMessage`, `PutItem`, `PUT`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly units: Units;
}

/** An engine did not answer, or something was asked that cannot be counted: no figure would be true. */
export class NotCounted extends Error {
  override readonly name = 'NotCounted';
  readonly code = 'not-counted';
  constructor(action: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : '';
    super(`${action} was not counted, run the bench again once this is mended: ${why}`, { cause });
  }
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly content: Buffer;
}

const NO_UNITS: Units = { read: 0, write: 0, indexWrite: 0 };
const agent = new Agent({ keepAlive: true });

/** Stands between functions and engines, hands everything on, and counts. */
export class CountingProxies {
  #requests: Record<string, number> = {};
  #units = NO_UNITS;
  #failure: NotCounted | undefined;
  readonly #tables: Readonly<Record<string, TableDefinition>>;
  readonly #servers: ReturnType<typeof createServer>[] = [];

  /** @param tables by name; requests to others are not counted, but fail */
  constructor(tables: Readonly<Record<string, TableDefinition>>) {
    this.#tables = tables;
  }

  /** An address that leads to `engine`. */
  async before(engine: string): Promise<string> {
    const server = createServer((incoming, response) => {
      const action = actionOf(incoming);
      this.#handOn(new URL(engine), action, incoming, response).catch((error: unknown) => {
        // Whoever hangs up asks again, and is counted again.
        if (!response.destroyed) this.#failure ??= new NotCounted(action, error);
        response.destroy();
      });
    }).listen(0, '127.0.0.1');
    this.#servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * What was counted since the last call.
   *
   * @throws NotCounted when something was not
   */
  taken(): Asked {
    if (this.#failure) throw this.#failure;
    const taken = { requests: this.#requests, units: this.#units };
    this.#requests = {};
    this.#units = NO_UNITS;
    return taken;
  }

  stop(): void {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  async #handOn(
    engine: URL,
    action: string,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    this.#requests[action] = (this.#requests[action] ?? 0) + 1;
    const body = await readAll(incoming);
    const isTable = incoming.headers['x-amz-target']?.toString().startsWith('DynamoDB') ?? false;
    const { status, headers, content } = isTable
      ? await this.#table(engine, action, incoming, body)
      : await send(engine, incoming, incoming.headers, body);
    response.writeHead(status, { ...headers, 'content-length': content.byteLength });
    response.end(content);
  }

  async #table(
    engine: URL,
    action: string,
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<Answer> {
    const ask = async (asked: string, input: object): Promise<TableAnswer> => {
      // The engine checks no signature, so that anything can be asked in the function's name.
      const headers = { ...incoming.headers, 'x-amz-target': `DynamoDB_20120810.${asked}` };
      const text = Buffer.from(JSON.stringify(input));
      const { status, content } = await send(engine, incoming, headers, text);
      return { status, content: JSON.parse(content.toString()) as TableAnswer['content'] };
    };
    const input = JSON.parse(body.toString()) as TableRequest;
    const { answer, units } = await metered(action, input, this.#tables, ask);
    this.#units = {
      read: this.#units.read + units.read,
      write: this.#units.write + units.write,
      indexWrite: this.#units.indexWrite + units.indexWrite,
    };
    return {
      status: answer.status,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      content: Buffer.from(JSON.stringify(answer.content)),
    };
  }
}

function actionOf({ headers, method }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? (target.split('.')[1] ?? '') : `${method}`;
}

async function send(
  { hostname, port }: URL,
  { url: path, method }: IncomingMessage,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<Answer> {
  const sent = request({
    agent,
    hostname,
    port,
    path,
    method,
    headers: { ...headers, 'content-length': body.byteLength },
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const content = await readAll(answer);
  // It is handed on whole.
  const { 'transfer-encoding': _chunked, ...kept } = answer.headers;
  return { status: answer.statusCode ?? 500, headers: kept, content };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
