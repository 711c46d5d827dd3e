import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { accessKeyOf } from '../../../../local/iam/access-keys.ts';
import { guardServer } from '../../../../local/iam/guard-server.ts';
import type { Call, Judge } from '../../../../local/iam/judge.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A service that answers with what it was sent; S3's has no object whose key begins with `missing`. */
async function guarded(judge: Judge): Promise<number> {
  const server = createServer((incoming, response) => {
    const isMissing = incoming.url?.includes('/missing') === true;
    const answer = (body: string) => {
      const headers: Record<string, string> = { 'x-engine': 'yes' };
      response.writeHead(isMissing ? 404 : 200, headers).end(body || 'no body');
      if (response.headersSent) return;
      // As a framework does whose answer is held back.
      headers['content-length'] = '0';
      response.writeHead(404, headers).end();
    };
    void text(incoming).then(answer);
  });
  guardServer(server, judge);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

const READ = { 'x-amz-target': 'DynamoDB_20120810.GetItem' };
const signedBy = (accessKey: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/20261201/ap-southeast-1/s/aws4_request, S`,
});
const BY_WORKER = signedBy(accessKeyOf('worker'));

/** Sends the parts of a body one after the other. */
async function send(
  port: number,
  { path = '/', method = 'POST', headers = {}, parts = [] as readonly string[] },
) {
  const length = parts.join('').length;
  const outgoing = request({
    port,
    path,
    method,
    headers: { ...headers, ...(length > 0 && { 'content-length': length }) },
  });
  for (const part of parts) {
    outgoing.write(part);
    await turn();
  }
  outgoing.end();
  const [answer] = await once(outgoing, 'response');
  return {
    status: answer.statusCode,
    body: await text(answer),
    fromEngine: 'x-engine' in answer.headers,
  };
}

describe('a guarded server', () => {
  it.each([
    ['in one piece', ['{"TableName":"ledger"}']],
    ['in pieces', ['{"TableName":', '"ledger",', `"padding":"${'x'.repeat(300_000)}"}`]],
  ])('hands a body that came %s to the service as it was sent', async (_how, parts) => {
    const calls: Call[] = [];
    const port = await guarded(async (call) => void calls.push(call));

    const answer = await send(port, { headers: { ...READ, ...BY_WORKER }, parts });

    expect(answer).toEqual({ status: 200, body: parts.join(''), fromEngine: true });
    expect(calls).toMatchObject([
      { accessKey: accessKeyOf('worker'), needs: [{ action: 'dynamodb:GetItem' }] },
    ]);
  });

  it('lets pass what no function has signed, and asks nobody', async () => {
    const calls: Call[] = [];
    const port = await guarded(async (call) => `denied ${calls.push(call)}`);

    const headers = { ...READ, ...signedBy('AKIDEXAMPLE') };
    const answers = [
      await send(port, { headers, parts: ['{}'] }),
      await send(port, { headers: READ, parts: ['{}'] }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(calls).toEqual([]);
  });

  it('resets the connection of a function whose body cannot be read', async () => {
    const port = await guarded(async () => undefined);
    const headers = { ...READ, ...BY_WORKER };

    await expect(send(port, { headers, parts: ['no JSON'] })).rejects.toThrow('socket hang up');
    await expect(send(port, { headers })).rejects.toThrow('socket hang up');
  });
});

const read = (port: number, key: string) =>
  send(port, { method: 'GET', path: `/bodies/${key}`, headers: BY_WORKER });

/** Allows reads, and lists if `list`. */
const mayList =
  (list: boolean): Judge =>
  async ({ needs }) =>
    needs.some(({ action }) => action === 's3:ListBucket') && !list ? 'No list.' : undefined;

describe('an object that is missing', () => {
  it('is missing to who may list the bucket', async () => {
    const port = await guarded(mayList(true));

    await expect(read(port, 'missing')).resolves.toEqual({
      status: 404,
      body: 'no body',
      fromEngine: true,
    });
  });

  it('is forbidden to who may not', async () => {
    const port = await guarded(mayList(false));

    const answer = await read(port, 'missing');

    expect(answer).toMatchObject({ status: 403, fromEngine: false });
    expect(answer.body).toContain('<Code>AccessDenied</Code><Message>No list.</Message>');
  });

  it('is told apart from one that is there', async () => {
    const port = await guarded(mayList(false));

    await expect(read(port, 'there')).resolves.toMatchObject({ status: 200, fromEngine: true });
  });
});
