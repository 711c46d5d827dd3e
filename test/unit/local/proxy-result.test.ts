import { describe, expect, it } from 'vitest';
import { toAnswer } from '../../../local/gateway/proxy-result.ts';

describe('the proxy result', () => {
  it('becomes an answer', () => {
    const answer = toAnswer({
      statusCode: 200,
      headers: { a: 'x', n: 1 },
      multiValueHeaders: { a: ['y', 'z'] },
      body: 'é',
    });

    expect(answer).toEqual({
      status: 200,
      headers: { a: ['y', 'z'], n: '1' },
      body: Buffer.from('é'),
    });
  });

  it('may have a body in base64, or none', () => {
    expect(toAnswer({ statusCode: 200, body: '//4=', isBase64Encoded: true })?.body).toEqual(
      Buffer.from([0xff, 0xfe]),
    );
    expect(toAnswer({ statusCode: 204 })?.body).toHaveLength(0);
    expect(toAnswer({ statusCode: 204, body: null })?.body).toHaveLength(0);
  });

  it.each([
    undefined,
    null,
    'text',
    {},
    { statusCode: '200' },
    { statusCode: 20 },
    { statusCode: 200.5 },
    { statusCode: 200, body: { not: 'text' } },
  ])('%j is malformed', (result) => {
    expect(toAnswer(result)).toBeUndefined();
  });
});
