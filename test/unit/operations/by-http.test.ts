import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byHttp, ReceiverUnreachable } from '../../../operations/deliver/by-http.ts';

let server: Server;
let url: string;
beforeEach(async () => {
  // Ends every connection without a word.
  server = createServer((request) => request.socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
});
afterEach(() => {
  if (server.listening) server.close();
});

const failure = (to: string) =>
  byHttp(to, 'secret')
    .send(Buffer.from('{}'))
    .catch((error: unknown) => error);

describe('an event that gets no answer', () => {
  it('because nobody listens: says so, and what to do', async () => {
    server.close();
    await once(server, 'close');

    const error = await failure(url);

    expect(error).toBeInstanceOf(ReceiverUnreachable);
    expect((error as Error).message).toBe(
      `No answer came from ${url} (ECONNREFUSED). Start it with npm start or smile dev, or name another --url.`,
    );
  });

  it('because the connection ends: says so', async () => {
    await expect(failure(url)).resolves.toMatchObject({
      message: expect.stringContaining(`${url} (UND_ERR_SOCKET).`),
    });
  });

  it('because fetch does not go there, for which it has no code: says why', async () => {
    await expect(failure('http://127.0.0.1:1/webhooks')).resolves.toMatchObject({
      message: expect.stringContaining('http://127.0.0.1:1/webhooks (bad port).'),
    });
  });
});
