import { describe, expect, it } from 'vitest';
import { cors } from '../../../local/http-api/cors.ts';

const OWN = 'https://app.example.com';
const FOREIGN = 'https://app.example.com.evil.example';

const api = cors({
  origins: [OWN],
  methods: ['GET', 'POST'],
  headers: ['authorization', 'content-type'],
  exposed: ['etag'],
  maxAge: 7200,
});

const preflightFrom = (origin: string) =>
  api.preflight({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });

describe('a preflight', () => {
  it('of a configured origin is told what it may do', () => {
    expect(preflightFrom(OWN)).toEqual({
      status: 204,
      headers: {
        'access-control-allow-origin': OWN,
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-expose-headers': 'etag',
        'access-control-max-age': '7200',
      },
      body: Buffer.alloc(0),
    });
  });

  it.each([FOREIGN, 'http://app.example.com', 'null', `${OWN}:8443`])(
    'of another one is told nothing: %s',
    (origin) => {
      expect(preflightFrom(origin)).toMatchObject({ status: 204, headers: {} });
    },
  );

  it.each([
    { method: 'POST', headers: { origin: OWN, 'access-control-request-method': 'POST' } },
    { method: 'OPTIONS', headers: { origin: OWN } },
    { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } },
  ])('is something else than %j', (request) => {
    expect(api.preflight(request)).toBeUndefined();
  });
});

describe('an answer', () => {
  const answer = {
    status: 200,
    headers: { etag: '"1"', 'Access-Control-Allow-Origin': '*' },
    body: Buffer.from('{}'),
  };

  it('to a configured origin may be read by it, whatever the function says', () => {
    const { headers } = api.addTo(answer, { method: 'GET', headers: { origin: OWN } });

    expect(headers).toEqual({
      etag: '"1"',
      'access-control-allow-origin': OWN,
      'access-control-expose-headers': 'etag',
    });
  });

  it.each([{ origin: FOREIGN }, {}])('to %j may not', (headers) => {
    expect(api.addTo(answer, { method: 'GET', headers }).headers).toEqual({ etag: '"1"' });
  });
});
