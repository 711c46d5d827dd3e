import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Route } from './gateway.ts';
import { SOURCE_HEADER, toProxyEvent } from './proxy-event.ts';
import type { OwnAnswers } from './own-answers.ts';
import { type Answer, jsonAnswer, toAnswer } from './proxy-result.ts';
import { readBody } from './read-body.ts';
import type { SourcePolicy } from './source-policy.ts';

/** API Gateway docs, Quotas for REST APIs: payload size. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** AWS Lambda docs, Quotas: synchronous invocation payload. Base64 makes a body a third larger. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;
/** API Gateway docs, Quotas for REST APIs: integration timeout. */
const INTEGRATION_TIMEOUT_MS = 29_000;

/** What the route needs. */
export interface WebhookRouteParts {
  readonly stage: string;
  readonly method: string;
  readonly path: string;
  readonly policy: SourcePolicy;
  readonly answers: OwnAnswers;
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly logLine: (line: string) => void;
  /** Default: API Gateway's 29 s. */
  readonly timeoutMilliseconds?: number;
}

/** The API's one method, answered as API Gateway does it in front of the ingress function. */
export function webhookRoute(parts: WebhookRouteParts): Route {
  return (request, path) => {
    if (request.method !== parts.method || path !== parts.path) return undefined;
    return answerWebhook(request, parts);
  };
}

async function answerWebhook(request: IncomingMessage, route: WebhookRouteParts): Promise<Answer> {
  const body = await readBody(request, MAX_BODY_BYTES);
  const claimed = request.headers[SOURCE_HEADER];
  const sourceIp = claimed === undefined ? route.policy.defaultAddress : String(claimed);
  if (sourceIp !== undefined && isIP(sourceIp) === 0) {
    return jsonAnswer(400, {
      message: `X-Local-Source-Ip must be an IP address, not "${sourceIp}".`,
    });
  }
  if (sourceIp === undefined || !route.policy.allows(sourceIp)) {
    return route.answers('ACCESS_DENIED');
  }
  if (!body) {
    route.logLine(`A body over ${MAX_BODY_BYTES} bytes does not pass API Gateway.`);
    return route.answers('REQUEST_TOO_LARGE');
  }

  const event = toProxyEvent({
    method: request.method ?? '',
    target: request.url ?? '',
    rawHeaders: request.rawHeaders,
    body,
    sourceIp,
    stage: route.stage,
  });
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) {
    route.logLine(
      `As a Lambda event this body is over ${MAX_EVENT_BYTES} bytes. Switch off includePayload at Smile.`,
    );
    return route.answers('REQUEST_TOO_LARGE');
  }
  return await integrate(event, route);
}

async function integrate(event: object, route: WebhookRouteParts): Promise<Answer> {
  const { invoke, logLine, answers, timeoutMilliseconds = INTEGRATION_TIMEOUT_MS } = route;
  const enough = new AbortController();
  const tooLate = delay(timeoutMilliseconds, TIMED_OUT, { signal: enough.signal });
  tooLate.catch(() => undefined);
  try {
    const result = await Promise.race([invoke(event), tooLate]);
    if (result === TIMED_OUT) return answers('INTEGRATION_TIMEOUT');
    const answer = toAnswer(result);
    if (answer) return answer;
    logLine(`The ingress function's result is no proxy result: ${JSON.stringify(result)}`);
  } catch (error) {
    logLine(`The ingress function failed: ${String(error)}`);
  } finally {
    enough.abort();
  }
  return answers('FUNCTION_FAILED');
}

const TIMED_OUT = Symbol('timed out');
