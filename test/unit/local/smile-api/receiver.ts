import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { SIGNATURE_HEADER, verifySignature } from '../../../../lambdas/smile/signature.ts';

/** A webhook as it arrived. */
export interface Arrival {
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly createdAt: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  readonly isSigned: boolean;
  readonly contentType: string | undefined;
}

/** A server that webhooks are sent to, and what it was sent. */
export async function startReceiver(secret: string) {
  const arrivals: Arrival[] = [];
  const world = {
    /** Answers one after the other; the last one stays. `cut` ends the connection. */
    answers: [200] as (number | 'cut')[],
    /** Time for the next request of a sender that does not wait for its answer. */
    answerAfterMs: 0,
    /** Requests without an answer: now, and the most at once. */
    open: 0,
    mostOpen: 0,
  };
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    world.open += 1;
    world.mostOpen = Math.max(world.mostOpen, world.open);
    const body = await buffer(request);
    const header = request.headers[SIGNATURE_HEADER.toLowerCase()];
    const signature = typeof header === 'string' ? header : undefined;
    arrivals.push({
      event: JSON.parse(body.toString()) as Arrival['event'],
      isSigned: verifySignature(body, signature, [secret]).valid,
      contentType: request.headers['content-type'],
    });
    const [answer = 200, ...rest] = world.answers;
    if (rest.length > 0) world.answers = rest;
    await delay(world.answerAfterMs);
    world.open -= 1;
    if (answer === 'cut') response.socket?.resetAndDestroy();
    else response.writeHead(answer, { location: '/elsewhere' }).end();
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    arrivals,
    world,
    types: () => arrivals.map(({ event }) => event.type),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
