import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { accessKeyIn } from './access-keys.ts';
import { answerDenied } from './denial-answer.ts';
import { holdBackMiss } from './hold-back-miss.ts';
import { type Input, jsonPermissions, jsonServiceOf } from './json-calls.ts';
import type { Judge } from './judge.ts';
import { peekBody } from './peek-body.ts';
import type { Permission } from './permission.ts';
import { missPermission, s3Permission } from './s3-calls.ts';
import type { SecretNames } from './secret-arn.ts';

/** What AWS says against a call that needs this; undefined if it is allowed. */
type Ask = (needs: readonly Permission[]) => Promise<string | undefined>;

const REQUESTS: ReadonlySet<string | symbol> = new Set(['request', 'checkContinue']);
const NO_SECRETS: SecretNames = { has: () => false };

/**
 * Has the server of a service refuse what a function may not do, before any listener sees it. What no function
 * signed passes at once. For servers that other people wrote as well: requests come by these events and no others.
 *
 * @param secretNames of the service
 */
export function guardServer(server: Server, judge: Judge, secretNames = NO_SECRETS): void {
  const emit = server.emit.bind(server) as (event: string | symbol, ...args: unknown[]) => boolean;
  server.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    const [request, response] = args as [IncomingMessage, ServerResponse];
    const key = REQUESTS.has(event) ? accessKeyIn(request.headers.authorization) : undefined;
    if (key === undefined) return emit(event, ...args);
    const ask: Ask = (needs) => judge({ accessKey: key, needs });
    isAdmitted(request, response, ask, secretNames)
      .then((admitted) => admitted && emit(event, ...args))
      .catch(() => response.destroy());
    return true;
  };
}

/** False if the call is denied and has its answer. */
async function isAdmitted(
  request: IncomingMessage,
  response: ServerResponse,
  ask: Ask,
  secretNames: SecretNames,
): Promise<boolean> {
  const { headers, method = 'GET', url = '/' } = request;
  const target = String(headers['x-amz-target'] ?? '');
  const service = jsonServiceOf(target);
  const needs = service
    ? jsonPermissions(service, target, await inputOf(request), secretNames)
    : [s3Permission({ method, url })];
  const denied = await ask(needs);
  if (denied !== undefined) {
    // What is left of the body is read, so that the connection can be used again.
    request.resume();
    answerDenied(response, service ?? 's3', denied);
    return false;
  }
  const missing = service ? undefined : missPermission({ method, url });
  if (missing) holdBackMiss(response, () => ask([missing]));
  return true;
}

async function inputOf(request: IncomingMessage): Promise<Input> {
  return JSON.parse((await peekBody(request)).toString()) as Input;
}
