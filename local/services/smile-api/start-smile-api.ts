import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../../../testing/builders/ids.ts';
import { keepOtherSitesOut } from '../../same-machine.ts';
import type { RunningService } from '../json-service.ts';
import { accountLife } from './account-life.ts';
import { answer, fail, type SmileApiFailure } from './answer.ts';
import { archiveLife } from './archive-life.ts';
import { createDeliveries } from './deliveries.ts';
import { jsonBody } from './json-body.ts';
import type { Parts } from './parts.ts';
import { Refused } from './refused.ts';
import { createRegistrations } from './registrations.ts';
import { createRoutes, routeOf } from './routes.ts';
import type { SmileApiControl, SmileApiCredentials, SmileApiRequest } from './smile-api-control.ts';
import { createThrottle } from './throttle.ts';
import { createTokens } from './tokens.ts';
import { userLife } from './user-life.ts';
import { createWorld } from './world.ts';

/** How a stand-in differs from the usual one, for tests. */
export interface SmileApiOptions extends Partial<Parts> {
  /** Milliseconds between two steps of a life, such as that of an account. Default: 0. */
  readonly stepMs?: number;
  /** Milliseconds until an event is delivered once more. Default: 30 s, for Smile's "few dozen seconds". */
  readonly retryMs?: number;
  /** Default: Smile's 20. */
  readonly requestsPerSecond?: number;
}

/** A stand-in for Smile's API that runs. */
export type RunningSmileApi = RunningService & SmileApiControl;

/** Whatever is asked for, it is asked of this machine. */
const BASE = 'http://127.0.0.1';
const KEPT = 10_000;
const RETRY_MS = 30_000;
const REQUESTS_PER_SECOND = 20;

const PARTS: Parts = {
  now: Date.now,
  newId,
  // Nothing here keeps a process alive.
  wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal, ref: false }),
};

/**
 * A stand-in for the part of Smile's API that is used here (Smile OpenAPI 1.14.0), with a little world behind it: users,
 * accounts and archives to which things happen, and webhooks that are told. Its `url` is the base URL, version
 * included, in the place of `https://sandbox.smileapi.io/v1`.
 */
export async function startSmileApi(
  initial: SmileApiCredentials,
  {
    stepMs = 0,
    retryMs = RETRY_MS,
    requestsPerSecond = REQUESTS_PER_SECOND,
    ...given
  }: SmileApiOptions = {},
): Promise<RunningSmileApi> {
  const parts = { ...PARTS, ...given };
  const ending = new AbortController();
  const closed = ending.signal;
  const registrations = createRegistrations(parts);
  const deliveries = createDeliveries({
    ...parts,
    registrations: registrations.all,
    retryMs,
    closed,
  });
  const world = createWorld({
    ...parts,
    deliver: (event) => deliveries.send(event),
    stepMs,
    closed,
  });
  const users = userLife(world);
  const lives = { ...users, ...accountLife(world, users), ...archiveLife(world, users) };
  const tokens = createTokens(parts);
  const unknownUsers = new Set<string>();
  const routes = createRoutes({ world, lives, registrations, tokens, unknownUsers });
  const isTooMany = createThrottle(requestsPerSecond, parts.now);

  const requests: SmileApiRequest[] = [];
  let authorization = basic(initial);
  let failing: { calls: number; readonly how: SmileApiFailure } = { calls: 0, how: 500 };

  const replyTo = async (request: IncomingMessage, { pathname, searchParams }: URL) => {
    if (isTooMany()) throw new Refused(429, 'Too many requests in a second.');
    if (request.headers.authorization !== authorization) {
      throw new Refused(401, 'The stand-in takes its own key and secret only.');
    }
    const { route, id } = routeOf(routes, request.method ?? '', pathname);
    return route({ id, query: searchParams, body: await jsonBody(request) });
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = URL.parse(request.url ?? '/', BASE) ?? new URL(BASE);
    const userId = url.searchParams.get('userId') ?? undefined;
    requests.push({ method: request.method ?? '', path: url.pathname, userId });
    if (requests.length > KEPT) requests.shift();
    if (failing.calls > 0) {
      failing.calls -= 1;
      request.resume();
      return fail(response, failing.how);
    }
    try {
      const { status, data } = await replyTo(request, url);
      answer(response, status, { data });
    } catch (error) {
      const status = error instanceof Refused ? error.status : 500;
      answer(response, status, { message: (error as Error).message });
    } finally {
      request.resume();
    }
  };

  const server = createServer((request, response) => void serve(request, response));
  keepOtherSitesOut(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async close() {
      ending.abort();
      server.close();
      server.closeAllConnections();
    },
    requests,
    unknownUsers,
    failNext(calls, how) {
      failing = { calls, how };
    },
    setTokenLifetime: (seconds) => tokens.setLifetime(seconds),
    setCredentials(credentials) {
      authorization = basic(credentials);
    },
    life: lives,
    world,
    webhooks: registrations,
    deliveries,
  };
}

function basic({ apiKey, apiSecret }: SmileApiCredentials): string {
  return `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
}
