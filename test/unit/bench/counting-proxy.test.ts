import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { CountingProxies, NotCounted } from '../../../bench/counting-proxy.ts';

const servers: Server[] = [];
const proxies = new CountingProxies({});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

afterAll(() => proxies.stop());

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const send = async (url: string, target: string) =>
  await fetch(url, { method: 'POST', body: '{}', headers: { 'x-amz-target': target } });

describe('a counting proxy', () => {
  it('hands on what is asked and answered, and counts it once', async () => {
    const address = await proxies.before(
      await listening((request, response) => {
        request.pipe(response.writeHead(201, { 'x-from': 'engine' }));
      }),
    );

    const answer = await send(address, 'AmazonSQS.SendMessage');

    expect([answer.status, answer.headers.get('x-from'), await answer.text()]).toEqual([
      201,
      'engine',
      '{}',
    ]);
    const { requests } = proxies.taken();
    expect(requests).toEqual({ SendMessage: 1 });
    expect(proxies.taken().requests).toEqual({});
  });

  it('goes on without a caller that hangs up, and with what the engine does of it', async () => {
    const caller = new AbortController();
    const left: Socket[] = [];
    const address = await proxies.before(
      await listening((request, response) => {
        if (request.headers['x-amz-target']) response.end();
        else left.push(request.socket);
        if (left.length > 0) caller.abort();
      }),
    );
    const { signal } = caller;

    await expect(fetch(address, { method: 'POST', body: '{}', signal })).rejects.toThrow('aborted');
    await send(address, 'AWSEvents.PutEvents');
    left[0]?.destroy();
    await send(address, 'AWSEvents.PutEvents');

    expect(proxies.taken().requests).toEqual({ POST: 1, PutEvents: 2 });
  });

  it.each([
    ['an engine that hangs up', 'AmazonSQS.SendMessage', 'SendMessage was not counted'],
    ['a request that it cannot meter', 'DynamoDB_20120810.Scan', 'Scan was not counted'],
  ])('tells instead of a figure of %s', async (_, target, message) => {
    const failing = new CountingProxies({});
    onTestFinished(() => failing.stop());
    const address = await failing.before(
      await listening((request) => {
        request.socket.destroy();
      }),
    );

    await expect(send(address, target)).rejects.toThrow('fetch failed');

    expect(() => failing.taken()).toThrow(NotCounted);
    expect(() => failing.taken()).toThrow(message);
  });
});
