import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Route } from '../gateway/gateway.ts';
import { type Answer, jsonAnswer } from '../gateway/proxy-result.ts';
import { readBody } from '../gateway/read-body.ts';
import type { Cors } from './cors.ts';
import { toHttpApiEvent } from './http-event.ts';
import { toHttpApiAnswer } from './http-result.ts';

/** API Gateway docs, Quotas for HTTP APIs: payload size. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** AWS Lambda docs, Quotas: synchronous invocation payload. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;
/** API Gateway docs, Quotas for HTTP APIs: maximum integration timeout. */
const INTEGRATION_TIMEOUT_MS = 30_000;

const TOO_LARGE = jsonAnswer(413, { message: 'Request Entity Too Large' });
const TIMED_OUT = jsonAnswer(503, { message: 'Service Unavailable' });
const FAILED = jsonAnswer(500, { message: 'Internal Server Error' });

/** What every other path and method is answered. */
export const NOT_FOUND = jsonAnswer(404, { message: 'Not Found' });

/** A function behind a route. */
export type Invoke = (event: unknown) => Promise<unknown>;

/** What the API needs. */
export interface HttpApiParts {
  /** By route key: `POST /callbacks`. */
  readonly routes: ReadonlyMap<string, Invoke>;
  readonly cors: Cors;
  readonly logLine: (line: string) => void;
  /** Default: API Gateway's 30 s. */
  readonly timeoutMilliseconds?: number;
}

/**
 * The routes of an HTTP API, answered as API Gateway does it in front of the functions. Its throttles are
 * not simulated: nobody shares this machine, and what they refuse a client just sends again.
 */
export function httpApi({ routes, cors, ...rest }: HttpApiParts): Route {
  return (request, path) => {
    const preflight = cors.preflight(request);
    if (preflight) return Promise.resolve(preflight);
    const routeKey = `${request.method} ${path}`;
    const invoke = routes.get(routeKey);
    return invoke && answerRoute(request, { routeKey, invoke, cors, ...rest });
  };
}

interface Called extends Omit<HttpApiParts, 'routes'> {
  readonly routeKey: string;
  readonly invoke: Invoke;
}

async function answerRoute(request: IncomingMessage, called: Called): Promise<Answer> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body) return TOO_LARGE;
  const event = toHttpApiEvent({
    routeKey: called.routeKey,
    method: request.method ?? '',
    target: request.url ?? '/',
    rawHeaders: request.rawHeaders,
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  });
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) return TOO_LARGE;
  return await integrate(event, request, called);
}

async function integrate(event: object, request: IncomingMessage, called: Called): Promise<Answer> {
  const { invoke, routeKey, cors, logLine, timeoutMilliseconds = INTEGRATION_TIMEOUT_MS } = called;
  const enough = new AbortController();
  const tooLate = delay(timeoutMilliseconds, TOO_LATE, { signal: enough.signal });
  tooLate.catch(() => undefined);
  try {
    const result = await Promise.race([invoke(event), tooLate]);
    if (result === TOO_LATE) return TIMED_OUT;
    const answer = toHttpApiAnswer(result);
    // The documentation promises CORS's headers for what an integration answers, and for nothing else.
    if (answer) return cors.addTo(answer, request);
    logLine(`The result of ${routeKey} is none of payload format 2.0: ${JSON.stringify(result)}`);
  } catch (error) {
    logLine(`The function of ${routeKey} failed: ${String(error)}`);
  } finally {
    enough.abort();
  }
  return FAILED;
}

const TOO_LATE = Symbol('too late');
