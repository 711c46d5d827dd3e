import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/**
 * A status is answered in Smile's envelope; `hang` never answers, `cut` ends the connection, `garbage` is
 * 200 with a page of HTML, as of a proxy.
 */
export type SmileApiFailure = number | 'hang' | 'cut' | 'garbage';

/** Smile's codes (Smile OpenAPI 1.14.0; `UNSUPPORTED_TYPE`: Smile docs, API). */
const CODES: Readonly<Record<number, string>> = {
  200: 'OK',
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

/** Smile's envelope; errors come in it as well. */
export function answer(
  response: ServerResponse,
  status: number,
  { data, message }: { readonly data?: object | undefined; readonly message?: string } = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  const code = CODES[status] ?? 'SERVER_ERROR';
  const words = message ?? `${code} by the stand-in for Smile's API.`;
  response.end(JSON.stringify({ code, message: words, requestId: randomUUID(), data }));
}

/** Fails a call as it was asked for. */
export function fail(response: ServerResponse, how: SmileApiFailure): void {
  if (how === 'hang') return;
  if (how === 'cut') response.socket?.resetAndDestroy();
  else if (how === 'garbage') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Welcome</title>');
  } else answer(response, how);
}
