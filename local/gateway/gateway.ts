import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './proxy-result.ts';
import { PortTaken } from './port-taken.ts';

/** Answers one kind of request; undefined: not its kind. */
export type Route = (request: IncomingMessage, path: string) => Promise<Answer> | undefined;

/** What a gateway does with requests. */
export interface Serving {
  /** Asked in turn. */
  readonly routes: readonly Route[];
  /** The answer to every path and method that no route knows. */
  readonly elsewhere: Answer;
}

/** The listening gateway. */
export interface Gateway {
  readonly url: string;
  readonly port: number;
  /** Answers from now on; what has come before has waited. */
  serve(serving: Serving): void;
  /** Accepts nothing more; gives running requests this long to end. */
  close(withinMilliseconds: number): Promise<void>;
}

/**
 * Listens on 127.0.0.1. It is known by its address before it can answer: two of them may have to know
 * each other's.
 *
 * @param port 0: any free one
 * @throws PortTaken
 */
export async function openGateway(port: number): Promise<Gateway> {
  const { promise: serving, resolve: serve } = Promise.withResolvers<Serving>();
  const server = createServer(
    (request, response) => void serving.then((how) => respond(request, response, how)),
  );
  await listen(server, port);
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    serve,
    async close(withinMilliseconds) {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await Promise.race([closed, delay(withinMilliseconds, undefined, { ref: false })]);
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EADDRINUSE' || code === 'EACCES' ? new PortTaken(port, code) : error;
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, elsewhere }: Serving,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] as string;
  try {
    let answer: Answer | undefined;
    for (const route of routes) answer ??= await route(request, path);
    const { status, headers, body } = answer ?? elsewhere;
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.end(body);
  } catch {
    // Only a client that went away while it sent, or an answer that cannot be written, ends here.
    if (!response.headersSent) response.writeHead(502);
    response.end();
  }
}
