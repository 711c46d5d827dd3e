import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepOtherSitesOut } from '../same-machine.ts';
import type { RunningService } from './json-service.ts';

/** The key pair that the stand-in takes; an invented one. */
export interface SmileApiCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A call as it arrived, whatever was answered. */
export interface SmileApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Undefined without the parameter. */
  readonly userId: string | undefined;
}

/**
 * A status is answered in Smile's envelope; `hang` never answers, `cut` ends the connection, `garbage` is
 * 200 with a page of HTML, as of a proxy.
 */
export type SmileApiFailure = number | 'hang' | 'cut' | 'garbage';

/** Looks into the stand-in, and makes it fail. */
export interface SmileApiControl {
  /** Oldest first, the last ten thousand. */
  readonly requests: readonly SmileApiRequest[];
  /** Users whom Smile does not know; it knows all others. */
  readonly unknownUsers: Set<string>;
  /** Fails the next calls, each attempt of a client a call of its own. */
  failNext(calls: number, how: SmileApiFailure): void;
  /** Of the tokens from now on. Smile's live for five hours. */
  setTokenLifetime(seconds: number): void;
  /** Takes another pair from now on, and the one before no more. */
  setCredentials(credentials: SmileApiCredentials): void;
}

const KEPT = 10_000;
const FIVE_HOURS = 5 * 60 * 60;

/** Smile's codes (Smile OpenAPI 1.14.0; `UNSUPPORTED_TYPE`: Smile docs, API). */
const CODES: Readonly<Record<number, string>> = {
  201: 'CREATED',
  400: 'INVALID_PARAMETERS',
  401: 'INVALID_CREDENTIALS',
  403: 'UNAUTHORIZED_ACCESS',
  404: 'MISSING_RESOURCE',
  415: 'UNSUPPORTED_TYPE',
  429: 'REQUEST_LIMIT_EXCEEDED',
  501: 'UNSUPPORTED_METHOD',
  503: 'SERVER_UNAVAILABLE',
  504: 'TIME_LIMIT_EXCEEDED',
};

/**
 * A stand-in for the part of Smile's API that is used here, the Refresh Token API: `POST
 * /tokens?userId=` (Smile OpenAPI 1.14.0). Its `url` is the base URL, version included, in the place of
 * `https://sandbox.smileapi.io/v1`.
 */
export async function startSmileApi(
  initial: SmileApiCredentials,
): Promise<RunningService & SmileApiControl> {
  const requests: SmileApiRequest[] = [];
  const unknownUsers = new Set<string>();
  let authorization = basic(initial);
  let tokenLifetime = FIVE_HOURS;
  let failing: { calls: number; readonly how: SmileApiFailure } = { calls: 0, how: 500 };

  const remember = ({ method = '' }: IncomingMessage, { pathname, searchParams }: URL) => {
    const userId = searchParams.get('userId') ?? undefined;
    requests.push({ method, path: pathname, userId });
    if (requests.length > KEPT) requests.shift();
    return userId;
  };

  const judge = (request: IncomingMessage, path: string, userId: string | undefined) => {
    if (request.headers.authorization !== authorization) return 401;
    if (path !== '/v1/tokens') return 404;
    if (request.method !== 'POST') return 501;
    if (userId === undefined || userId === '' || userId.length > 200) return 400;
    return unknownUsers.has(userId) ? 404 : 201;
  };

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const userId = remember(request, url);
    request.resume();
    if (failing.calls > 0) {
      failing.calls -= 1;
      return fail(response, failing.how);
    }
    const status = judge(request, url.pathname, userId);
    return answer(response, status, status === 201 ? newToken(tokenLifetime) : undefined);
  };

  const server = createServer(serve);
  keepOtherSitesOut(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
    requests,
    unknownUsers,
    failNext(calls, how) {
      failing = { calls, how };
    },
    setTokenLifetime(seconds) {
      tokenLifetime = seconds;
    },
    setCredentials(credentials) {
      authorization = basic(credentials);
    },
  };
}

function basic({ apiKey, apiSecret }: SmileApiCredentials): string {
  return `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
}

/** As long and as dotted as Smile's; it means nothing. */
function newToken(lifetimeSeconds: number) {
  const parts = Array.from({ length: 4 }, () => randomBytes(240).toString('base64url'));
  return {
    id: `tk-${randomUUID().replaceAll('-', '')}`,
    accessToken: parts.join('.'),
    expiresAt: new Date(Date.now() + lifetimeSeconds * 1000).toISOString(),
    mode: 'SANDBOX',
  };
}

function fail(response: ServerResponse, how: SmileApiFailure): void {
  if (how === 'hang') return;
  if (how === 'cut') response.socket?.resetAndDestroy();
  else if (how === 'garbage') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Welcome</title>');
  } else answer(response, how);
}

/** Smile's envelope; errors come in it as well. */
function answer(response: ServerResponse, status: number, data?: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  const code = CODES[status] ?? 'SERVER_ERROR';
  const message = `${code} by the stand-in for Smile's API.`;
  response.end(JSON.stringify({ code, message, requestId: randomUUID(), data }));
}
