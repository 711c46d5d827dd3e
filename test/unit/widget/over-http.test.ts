import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createSmileWidget, type SmileWidgetError } from '../../../widget/index.ts';
import { aSession, connected } from './rig.ts';

// The module's own fetch against a server: what a fake of fetch cannot tell.

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Answering = (request: IncomingMessage, body: string, response: ServerResponse) => void;

/** A server at an address of its own, and a widget whose API it is. */
async function createRig(answering: Answering) {
  const server = createServer((request, response) => {
    text(request).then(
      (body) => answering(request, body, response),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const errors: SmileWidgetError[] = [];
  const smile = createSmileWidget({
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    session: async () => aSession(),
    onError: (error) => errors.push(error),
  });
  return { smile, errors };
}

describe('over HTTP', () => {
  it('a callback is a simple request, in UTF-8, with nothing but the session to tell who sends', async () => {
    const received: { request: IncomingMessage; body: string }[] = [];
    const { smile } = await createRig((request, body, response) => {
      received.push({ request, body });
      response.end('{"stored":1}');
    });

    smile.report('onAccountConnected', { ...connected, providerId: 'provider_ñ_😀' });
    await smile.flush();

    const [{ request, body } = { request: undefined, body: '{}' }] = received;
    expect(`${request?.method} ${request?.url}`).toBe('POST /callbacks');
    expect(request?.headers['content-type']).toBe('text/plain;charset=UTF-8');
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(request?.headers).not.toHaveProperty('cookie');
    expect(JSON.parse(body)).toMatchObject({
      session: 'session-1',
      callbacks: [{ data: { providerId: 'provider_ñ_😀' } }],
    });
  });

  it('a link token is asked for with the session as bearer, and without a body', async () => {
    const { smile } = await createRig((request, body, response) => {
      response.end(
        JSON.stringify({
          accessToken: `${request.method} ${request.url} ${request.headers.authorization} ${body}|`,
          expiresAt: '2026-11-25T07:00:00Z',
        }),
      );
    });

    const { accessToken } = await smile.linkToken();

    expect(accessToken).toBe('POST /link-token Bearer session-1 |');
  });

  it('a connection that breaks loses nothing: the same bytes come again', async () => {
    const bodies: string[] = [];
    const { smile, errors } = await createRig((request, body, response) => {
      bodies.push(body);
      if (bodies.length === 1) request.socket.destroy();
      else response.end('{"stored":1}');
    });
    smile.report('onClose', 'exit');
    await smile.flush();

    await smile.flush();

    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
    expect(errors).toEqual([]);
  });

  it('an answer that breaks off is no acknowledgement', async () => {
    let answers = 0;
    const { smile } = await createRig((_request, _body, response) => {
      answers += 1;
      if (answers > 1) response.end('{"stored":1}');
      else {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"sto', () => response.destroy());
      }
    });
    smile.report('onClose', 'exit');
    await smile.flush();

    await smile.flush();
    await smile.flush();

    expect(answers).toBe(2);
  });
});
