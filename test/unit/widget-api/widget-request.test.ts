import { describe, expect, it } from 'vitest';
import { bearerToken, bodyBytes } from '../../../lambdas/widget-api/widget-request.ts';

const tokenIn = (authorization?: string) =>
  bearerToken({ headers: { authorization }, isBase64Encoded: false });

describe('the token of a request', () => {
  it.each(['Bearer a.b-c_d.e', 'bearer a.b-c_d.e', 'BEARER a.b-c_d.e', 'Bearer   a.b-c_d.e  '])(
    'stands behind its scheme, in any case: %j',
    (authorization) => {
      expect(tokenIn(authorization)).toBe('a.b-c_d.e');
    },
  );

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearera.b.c',
    'a.b.c',
    'Basic dXNlcjpwYXNz',
    'Bearer a.b.c, Bearer d.e.f',
    'Bearer a b',
    'Bearer\ta.b.c',
    'Bearer a.b.c\n',
    'x Bearer a.b.c',
    'Bearer "a.b.c"',
    'Bearer ñ',
  ])('is none in %j', (authorization) => {
    expect(tokenIn(authorization)).toBeUndefined();
  });

  it('is found, or not, in no time, however long the header', () => {
    const headers = [`Bearer ${' '.repeat(100_000)}!`, `Bearer ${'a '.repeat(50_000)}!`];
    const began = performance.now();

    const found = headers.map(tokenIn);

    expect(found).toEqual([undefined, undefined]);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('the body of a request', () => {
  it('is the same bytes as text and as base64', () => {
    const text = bodyBytes({ body: 'ñ🙂', isBase64Encoded: false, headers: {} });
    const base64 = bodyBytes({ body: 'w7Hwn5mC', isBase64Encoded: true, headers: {} });

    expect(text.equals(base64)).toBe(true);
    expect(text.byteLength).toBe(6);
  });

  it('is empty when there is none', () => {
    expect(bodyBytes({ isBase64Encoded: false, headers: {} }).byteLength).toBe(0);
  });
});
