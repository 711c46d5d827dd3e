import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchange, type HttpRequest } from '../../../../lambdas/smile/rest/exchange.ts';
import type { SmileApiParts } from '../../../../lambdas/smile/rest/smile-api.ts';
import { refreshToken } from '../../../../lambdas/smile/rest/link-token.ts';
import { getUser } from '../../../../lambdas/smile/rest/users.ts';
import { PAGE_PATIENCE } from '../../../../lambdas/widget-api/link-token/patience.ts';
import { BASIC, type StandIn, startStandIn } from './stand-in.ts';

/** Waits that no test has to sit through. */
const HASTY = { patience: { ...PAGE_PATIENCE, baseMs: 1 } };

describe("the client of Smile's API", () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startStandIn();
  });
  beforeEach(() => {
    standIn.failNext(0, 500);
    standIn.unknownUsers.clear();
  });
  afterAll(() => standIn.close());

  const connect = (over: Partial<SmileApiParts> = HASTY) => {
    const api = standIn.connect(over);
    return async (userId: string, signal?: AbortSignal) =>
      await refreshToken(api, userId, { signal });
  };

  const tried = async (call: Promise<unknown>) => await standIn.tried(call);

  it('gets a token for the user, whatever is in the id', async () => {
    const userId = 'tenant-1/ä&userId=c +#d?%41';

    const token = await connect()(userId);

    expect(token).toMatchObject({ mode: 'SANDBOX', id: expect.stringMatching(/^tk-/) });
    expect(standIn.requests.at(-1)).toEqual({ method: 'POST', path: '/v1/tokens', userId });
  });

  it.each([429, 500, 503, 504, 'cut'] as const)('gets over two faults: %s', async (how) => {
    standIn.failNext(2, how);

    await expect(tried(connect()('u-1'))).resolves.toEqual([3, 'done']);
  });

  it('gets over attempts that hang', async () => {
    standIn.failNext(2, 'hang');
    const patience = { ...HASTY.patience, attemptMs: 100 };

    const result = await tried(connect({ patience })('u-1'));

    expect(result).toEqual([3, 'done']);
  });

  it.each([
    [503, 'unavailable SERVER_UNAVAILABLE'],
    [429, 'rate-limited REQUEST_LIMIT_EXCEEDED'],
    ['cut', 'unavailable ECONNRESET'],
  ] as const)('gives up after four attempts: %s', async (how, fault) => {
    standIn.failNext(10, how);

    await expect(tried(connect()('u-1'))).resolves.toEqual([4, fault]);
  });

  it.each([
    [400, 'invalid INVALID_PARAMETERS'],
    [401, 'refused INVALID_CREDENTIALS'],
    [403, 'refused UNAUTHORIZED_ACCESS'],
    [404, 'not-found MISSING_RESOURCE'],
    ['garbage', 'unexpected not-smile'],
  ] as const)('does not try again what stays as it is: %s', async (how, fault) => {
    standIn.failNext(1, how);

    await expect(tried(connect()('u-1'))).resolves.toEqual([1, fault]);
  });

  it('gives up when its time is over, however long Smile says nothing', async () => {
    standIn.failNext(10, 'hang');
    const patience = { ...HASTY.patience, totalMs: 50 };

    const result = await tried(connect({ patience })('u-1'));

    expect(result).toEqual([1, 'unavailable timeout']);
  });

  it('has the time that its caller gives it, and no more', async () => {
    const api = standIn.connect();
    standIn.failNext(10, 'hang');

    const short = await standIn.tried(getUser(api, 'u-1', { budgetMs: 50 }));
    standIn.failNext(3, 503);
    const long = await standIn.tried(getUser(api, 'u-1', { budgetMs: 60_000 }));

    expect(short).toEqual([1, 'unavailable timeout']);
    expect(long).toEqual([4, 'not-found MISSING_RESOURCE']);
  });

  it('gives up when its caller does', async () => {
    standIn.failNext(10, 'hang');
    const caller = new AbortController();

    const result = tried(connect()('impatient', caller.signal));
    await expect.poll(() => standIn.requests.at(-1)?.userId).toBe('impatient');
    caller.abort();

    await expect(result).resolves.toEqual([1, 'unavailable aborted']);
  });

  it('asks nothing for a caller who has given up before', async () => {
    const call = connect()('u-1', AbortSignal.abort());

    await expect(tried(call)).resolves.toEqual([0, 'unavailable aborted']);
  });

  it.each([400, 401, 404, 429, 503, 'cut', 'garbage'] as const)(
    'keeps key and secret out of the error: %s',
    async (how) => {
      standIn.failNext(10, how);

      const error: unknown = await connect()('u-1').catch((thrown: unknown) => thrown);

      const said = inspect(error, { showHidden: true, depth: 10 });
      expect(said).toContain('SmileApiError');
      expect(said).not.toMatch(/canary-key|canary-secret/);
      expect(said).not.toContain(BASIC);
    },
  );
});

const requestTo = (url: string): HttpRequest => ({
  method: 'POST',
  url: new URL(url),
  headers: { authorization: `Basic ${BASIC}` },
});

const signal = () => AbortSignal.timeout(10_000);

describe('an exchange with Smile', () => {
  const servers: (() => void)[] = [];
  afterEach(() => {
    for (const close of servers.splice(0)) close();
  });

  /** A server of its own, and what it saw. */
  async function serving(listener: RequestListener) {
    const seen = { connections: 0, headers: [] as Readonly<Record<string, unknown>>[] };
    const server = createServer((request, response) => {
      seen.headers.push(request.headers);
      listener(request, response);
    });
    server.on('connection', () => {
      seen.connections += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(() => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    return { seen, port, request: requestTo(`http://127.0.0.1:${port}/`) };
  }

  it('uses one connection for all calls, and sends no body', async () => {
    const { seen, request } = await serving((_, response) => response.end('{}'));

    for (const _ of [1, 2, 3]) await exchange(request, signal());

    expect(seen.connections).toBe(1);
    expect(seen.headers).toHaveLength(3);
    expect(seen.headers[0]).toMatchObject({ 'content-length': '0' });
    expect(seen.headers[0]).not.toHaveProperty('transfer-encoding');
  });

  it('follows no redirect, so that the key goes nowhere else', async () => {
    const elsewhere = await serving((_, response) => response.end());
    const { request } = await serving((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${elsewhere.port}/` }).end();
    });

    await expect(exchange(request, signal())).resolves.toMatchObject({ status: 307 });

    expect(elsewhere.seen.connections).toBe(0);
  });

  it('reads eight mebibytes and no more', async () => {
    const { request } = await serving((_, response) => response.end('x'.repeat(8 * 1024 * 1024)));
    const endless = await serving((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(64 * 1024)));
      };
      response.on('drain', more);
      more();
    });

    const { body } = await exchange(request, signal());
    const tooLarge = exchange(endless.request, signal());

    expect(body).toHaveLength(8 * 1024 * 1024);
    await expect(tooLarge).rejects.toMatchObject({ kind: 'unexpected', code: 'too-large' });
  });

  it('is no answer when the connection ends in the middle of one', async () => {
    const { request } = await serving((_, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    });

    await expect(exchange(request, signal())).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'ECONNRESET',
    });
  });

  it('times out in the middle of an answer too', async () => {
    const { request } = await serving((_, response) => {
      response.write('{');
    });

    await expect(exchange(request, AbortSignal.timeout(100))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'timeout',
    });
  });

  it('says nothing in the open to an address with https', async () => {
    const { seen, port } = await serving((_, response) => response.end());

    const answer = exchange(requestTo(`https://127.0.0.1:${port}/`), signal());

    await expect(answer).rejects.toMatchObject({ kind: 'unavailable' });
    expect(seen.headers).toEqual([]);
  });

  it('is unavailable where nobody listens', async () => {
    const { port } = await serving(() => {});
    for (const close of servers.splice(0)) close();

    await expect(exchange(requestTo(`http://127.0.0.1:${port}/`), signal())).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'ECONNREFUSED',
    });
  });
});
