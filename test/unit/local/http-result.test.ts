import { describe, expect, it } from 'vitest';
import { toHttpApiAnswer } from '../../../local/http-api/http-result.ts';

describe('the result of a function behind an HTTP API', () => {
  it('becomes the answer that it describes', () => {
    const answer = toHttpApiAnswer({
      statusCode: 404,
      headers: { 'Content-Type': 'application/json', 'x-number': 7 },
      cookies: ['a=1', 'b=2'],
      body: '{"code":"none"}',
    });

    expect(answer).toEqual({
      status: 404,
      headers: {
        'content-type': 'application/json',
        'x-number': '7',
        'set-cookie': ['a=1', 'b=2'],
      },
      body: Buffer.from('{"code":"none"}'),
    });
  });

  it('may hold bytes', () => {
    const answer = toHttpApiAnswer({ statusCode: 200, body: '/wA=', isBase64Encoded: true });

    expect(answer?.body).toEqual(Buffer.from([0xff, 0x00]));
  });

  it('may have no body, as 304 has none', () => {
    expect(toHttpApiAnswer({ statusCode: 304 })).toEqual({
      status: 304,
      headers: {},
      body: Buffer.alloc(0),
    });
  });

  it.each([
    [{ message: 'ok' }, '{"message":"ok"}'],
    [['a'], '["a"]'],
    ['Hello', 'Hello'],
    [null, 'null'],
  ])('is the body itself, as JSON, when it has no status: %j', (result, body) => {
    const answer = toHttpApiAnswer(result);

    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(body),
    });
  });

  it.each([{ statusCode: '200' }, { statusCode: 99 }, { statusCode: 200, body: { a: 1 } }])(
    'is malformed: %j',
    (result) => {
      expect(toHttpApiAnswer(result)).toBeUndefined();
    },
  );
});
