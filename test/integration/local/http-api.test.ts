import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, openGateway } from '../../../local/gateway/gateway.ts';
import { cors } from '../../../local/http-api/cors.ts';
import { httpApi, type Invoke, NOT_FOUND } from '../../../local/http-api/http-api.ts';

const OWN = 'https://app.example.com';

let gateway: Gateway;
let invoke: Invoke;
let events: { body?: string; isBase64Encoded: boolean }[];
let lines: string[];
beforeEach(async () => {
  events = [];
  lines = [];
  invoke = async () => ({ statusCode: 200, body: '{}' });
  gateway = await openGateway(0);
  const route: Invoke = async (event) => {
    events.push(event as (typeof events)[number]);
    return await invoke(event);
  };
  gateway.serve({
    routes: [
      httpApi({
        routes: new Map([
          ['POST /callbacks', route],
          ['GET /status', route],
        ]),
        cors: cors({ origins: [OWN], methods: ['POST'], headers: [], exposed: [], maxAge: 60 }),
        logLine: (line) => lines.push(line),
        timeoutMilliseconds: 200,
      }),
    ],
    elsewhere: NOT_FOUND,
  });
});
afterEach(() => gateway.close(0));

const call = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${gateway.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, text, headers: response.headers };
};
const post = (body: string | Uint8Array<ArrayBuffer> = '{}') =>
  call('/callbacks', { method: 'POST', body, headers: { origin: OWN } });

describe('the local HTTP API', () => {
  it('hands a request to the function of its route, and its answer back', async () => {
    invoke = async () => ({ statusCode: 201, headers: { 'X-A': '1' }, body: 'stored' });

    const { status, text, headers } = await post('{"a":"ä"}');

    expect([status, text, headers.get('x-a')]).toEqual([201, 'stored', '1']);
    expect(headers.get('access-control-allow-origin')).toBe(OWN);
    expect(events).toMatchObject([{ body: '{"a":"ä"}', isBase64Encoded: false }]);
  });

  it('answers a preflight by itself', async () => {
    const headers = { origin: OWN, 'access-control-request-method': 'POST' };

    const answer = await call('/callbacks', { method: 'OPTIONS', headers });

    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.get('access-control-allow-origin')).toBe(OWN);
    expect(events).toEqual([]);
  });

  it('says 304 without a body', async () => {
    invoke = async () => ({ statusCode: 304, headers: { etag: '"1"' } });

    const { status, text, headers } = await call('/status');

    expect([status, text, headers.get('etag')]).toEqual([304, '', '"1"']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('as asked'))],
    ['answers nonsense', async () => ({ statusCode: 'two hundred' })],
  ])('answers 500 when the function %s, and logs it', async (_, misbehave) => {
    invoke = misbehave;

    const { status, text, headers } = await post();

    expect([status, text]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(headers.has('access-control-allow-origin')).toBe(false);
    expect(lines).toEqual([expect.stringContaining('POST /callbacks')]);
  });

  it('answers 503 when the function takes too long', async () => {
    invoke = () => new Promise(() => undefined);

    const { status, text } = await post();

    expect([status, text]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  it.each([7, 11])('answers 413 to %i MB, and calls nobody', async (megabytes) => {
    const { status, text } = await post(new Uint8Array(megabytes * 1024 * 1024));

    expect([status, text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect(events).toEqual([]);
  });

  it.each([
    ['GET', '/callbacks'],
    ['POST', '/callbacks/'],
    ['POST', '/'],
    ['OPTIONS', '/callbacks'],
  ])('knows no %s %s', async (method, path) => {
    const { status, text } = await call(path, { method });

    expect([status, text]).toEqual([404, '{"message":"Not Found"}']);
  });
});
