import { describe, expect, it } from 'vitest';
import { type HttpApiRequest, toHttpApiEvent } from '../../../local/http-api/http-event.ts';

const request: HttpApiRequest = {
  routeKey: 'POST /callbacks',
  method: 'POST',
  target: '/callbacks?a=1&a=2&b=',
  rawHeaders: ['Host', 'h', 'X-Twice', '1', 'x-twice', '2', 'User-Agent', 'tests'],
  body: Buffer.from('{"a":"ä"}'),
  sourceIp: '192.0.2.1',
};

const withType = (type: string, body = request.body) =>
  toHttpApiEvent({ ...request, body, rawHeaders: ['Content-Type', type] });

describe('the event of an HTTP API', () => {
  it('says what was asked, by whom and when', () => {
    const event = toHttpApiEvent(request);

    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /callbacks',
      rawPath: '/callbacks',
      rawQueryString: 'a=1&a=2&b=',
      queryStringParameters: { a: '1,2', b: '' },
      requestContext: {
        http: {
          method: 'POST',
          path: '/callbacks',
          protocol: 'HTTP/1.1',
          sourceIp: '192.0.2.1',
          userAgent: 'tests',
        },
        routeKey: 'POST /callbacks',
        stage: '$default',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    });
  });

  it('holds header names in lower case, the values of a repeated one with commas', () => {
    const { headers } = toHttpApiEvent(request);

    expect(headers).toMatchObject({ host: 'h', 'x-twice': '1,2', 'x-forwarded-for': '192.0.2.1' });
    expect(headers).not.toHaveProperty('X-Twice');
  });

  it('holds cookies apart, and no headers that end at the gateway', () => {
    const rawHeaders = ['Cookie', 'a=1; b=2', 'cookie', 'c=3', 'Connection', 'close'];

    const { cookies, headers } = toHttpApiEvent({ ...request, rawHeaders });

    expect(cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(Object.keys(headers).every((name) => name.startsWith('x-forwarded-'))).toBe(true);
  });

  it('leaves out what there is none of', () => {
    const event = toHttpApiEvent({ ...request, target: '/status', body: Buffer.alloc(0) });

    expect(event).not.toHaveProperty('cookies');
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).not.toHaveProperty('body');
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it.each(['text/plain;charset=UTF-8', 'application/json', 'Application/JSON; charset=utf-8'])(
    'holds a body as text when it is %s',
    (type) => {
      expect(withType(type)).toMatchObject({ body: '{"a":"ä"}', isBase64Encoded: false });
    },
  );

  it.each([
    'application/octet-stream',
    'image/png',
    'application/x-www-form-urlencoded',
    'textual',
  ])('holds a body as base64 when it is %s', (type) => {
    const bytes = Buffer.from([0xff, 0x00]);

    expect(withType(type, bytes)).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });

  it('holds a body of no media type as base64', () => {
    expect(toHttpApiEvent(request).isBase64Encoded).toBe(true);
  });
});
