import { describe, expect, it } from 'vitest';
import { type ReceivedRequest, toProxyEvent } from '../../../local/gateway/proxy-event.ts';

const request: ReceivedRequest = {
  method: 'POST',
  target: '/webhooks?a=1&a=2&b=',
  rawHeaders: ['Host', 'h', 'X-Twice', '1', 'X-Twice', '2', 'X-Local-Source-Ip', '192.0.2.1'],
  body: Buffer.from([0xff, 0xfe]),
  sourceIp: '192.0.2.1',
  stage: 'test',
};

describe('the proxy event', () => {
  it('holds the body as base64, whatever its bytes', () => {
    const event = toProxyEvent(request);

    expect(event).toMatchObject({ body: '//4=', isBase64Encoded: true });
  });

  it('holds null for an empty body', () => {
    const event = toProxyEvent({ ...request, body: Buffer.alloc(0) });

    expect(event).toMatchObject({ body: null, isBase64Encoded: false });
  });

  it('holds headers as they were sent, the last value singly and all values together', () => {
    const { headers, multiValueHeaders } = toProxyEvent(request);

    expect(headers).toMatchObject({ Host: 'h', 'X-Twice': '2', 'X-Forwarded-For': '192.0.2.1' });
    expect(multiValueHeaders['X-Twice']).toEqual(['1', '2']);
  });

  it('holds neither the header of the local run nor those that end at the gateway', () => {
    const rawHeaders = [
      'X-Local-Source-IP',
      '1.1.1.1',
      'Connection',
      'close',
      'content-length',
      '2',
    ];

    const names = Object.keys(toProxyEvent({ ...request, rawHeaders }).headers);

    expect(names.every((name) => name.startsWith('X-Forwarded-'))).toBe(true);
  });

  it('holds the query, singly and in full', () => {
    const event = toProxyEvent(request);

    expect(event.path).toBe('/webhooks');
    expect(event.queryStringParameters).toEqual({ a: '2', b: '' });
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'], b: [''] });
    expect(toProxyEvent({ ...request, target: '/webhooks' }).queryStringParameters).toBeNull();
  });

  it('says who called, when and where', () => {
    const { requestContext } = toProxyEvent(request);

    expect(requestContext).toMatchObject({
      identity: { sourceIp: '192.0.2.1' },
      path: '/test/webhooks',
      stage: 'test',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    });
  });
});
