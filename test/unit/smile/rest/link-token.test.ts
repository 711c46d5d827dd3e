import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { HttpReply, HttpRequest } from '../../../../lambdas/smile/rest/exchange.ts';
import { refreshToken } from '../../../../lambdas/smile/rest/link-token.ts';
import { SmileApiError } from '../../../../lambdas/smile/rest/smile-api-error.ts';
import { smileApiAt } from '../../../../lambdas/smile/rest/smile-api.ts';
import { PATIENCE } from '../../../../lambdas/smile/rest/with-retries.ts';

const TOKEN = {
  accessToken: 'eyJh.bGci.OiJk',
  expiresAt: '2026-01-02T08:04:05.000Z',
  mode: 'SANDBOX',
  id: 'tk-1',
};
const envelope = (over: object = {}) =>
  JSON.stringify({ code: 'CREATED', message: 'Made.', requestId: 'r-1', data: TOKEN, ...over });

/** Smile's API that answers every request alike, and without patience. */
function answering(reply: Partial<HttpReply>) {
  const requests: HttpRequest[] = [];
  const apiAt = smileApiAt('https://sandbox.smileapi.io/v1/', {
    patience: { ...PATIENCE, maxAttempts: 1 },
    async exchange(request) {
      requests.push(request);
      return { status: 201, body: envelope(), retryAfter: undefined, ...reply };
    },
  });
  const api = apiAt({ apiKey: 'key', apiSecret: 'sécret' });
  return { requests, refresh: async (userId: string) => await refreshToken(api, userId) };
}

/** What the call is refused with. */
async function faultOf(reply: Partial<HttpReply>): Promise<SmileApiError> {
  const fault: unknown = await answering(reply)
    .refresh('u-1')
    .catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(SmileApiError);
  return fault as SmileApiError;
}

describe('refreshToken', () => {
  it('posts the user as a parameter, with key and secret as Basic credentials', async () => {
    const { requests, refresh } = answering({});

    await refresh('tenant-1/ä&b=c #d');

    const basic = Buffer.from('key:sécret').toString('base64');
    expect(requests).toEqual([
      {
        method: 'POST',
        url: new URL(
          'https://sandbox.smileapi.io/v1/tokens?userId=tenant-1%2F%C3%A4%26b%3Dc%20%23d',
        ),
        headers: expect.objectContaining({ authorization: `Basic ${basic}` }),
        body: undefined,
      },
    ]);
  });

  it('takes an id that is no well-formed text, which Smile will not know', async () => {
    const { requests, refresh } = answering({});

    await refresh('\ud800');

    expect(requests[0]?.url.search).toBe('?userId=%EF%BF%BD');
  });

  it('gives the token', async () => {
    await expect(answering({}).refresh('u-1')).resolves.toEqual(TOKEN);
  });

  it.each([
    ['without mode and id', { mode: undefined, id: null }],
    ['with a mode of tomorrow', { mode: 'STAGING' }],
    ['with further members', { scope: 'all' }],
  ])('takes a token %s', async (_, over) => {
    const { refresh } = answering({ body: envelope({ data: { ...TOKEN, ...over } }) });

    await expect(refresh('u-1')).resolves.toMatchObject({
      accessToken: TOKEN.accessToken,
      expiresAt: TOKEN.expiresAt,
    });
  });

  it.each([
    ['2026-01-02T08:04:05Z', '2026-01-02T08:04:05.000Z'],
    ['2026-01-02T08:04:05', '2026-01-02T08:04:05.000Z'],
    ['2026-01-02T16:04:05.5+08:00', '2026-01-02T08:04:05.500Z'],
  ])('writes the end %s in UTC', async (expiresAt, inUtc) => {
    const { refresh } = answering({ body: envelope({ data: { ...TOKEN, expiresAt } }) });

    await expect(refresh('u-1')).resolves.toMatchObject({ expiresAt: inUtc });
  });
});

describe('an answer that is no token', () => {
  it.each([
    [400, 'INVALID_PARAMETERS', 'invalid'],
    [401, 'INVALID_CREDENTIALS', 'refused'],
    [403, 'UNAUTHORIZED_ACCESS', 'refused'],
    [404, 'MISSING_RESOURCE', 'not-found'],
    [415, 'UNSUPPORTED_TYPE', 'invalid'],
    [429, 'REQUEST_LIMIT_EXCEEDED', 'rate-limited'],
    [500, 'SERVER_ERROR', 'unavailable'],
    [504, 'TIME_LIMIT_EXCEEDED', 'unavailable'],
    [302, 'FOUND', 'unexpected'],
  ])('of status %i and code %s is %s', async (status, code, kind) => {
    const fault = await faultOf({ status, body: envelope({ code, data: undefined }) });

    expect(fault).toMatchObject({ name: 'SmileApiError', kind, status, code, requestId: 'r-1' });
  });

  it.each([
    ['HTML', '<!doctype html>', 'not-smile'],
    ['nothing', '', 'not-smile'],
    ['a list', '[]', 'not-smile'],
    ['JSON without a code', '{"data":{}}', 'not-smile'],
    ['an envelope without data', envelope({ data: undefined }), 'not-understood'],
    ['no token', envelope({ data: { ...TOKEN, accessToken: '' } }), 'not-understood'],
    ['a token without end', envelope({ data: { accessToken: 'a' } }), 'not-understood'],
    ['an end of no time', envelope({ data: { ...TOKEN, expiresAt: 'soon' } }), 'not-understood'],
    [
      'an end of a day',
      envelope({ data: { ...TOKEN, expiresAt: '2026-01-02' } }),
      'not-understood',
    ],
  ])('but %s is unexpected', async (_, body, code) => {
    await expect(faultOf({ body })).resolves.toMatchObject({ kind: 'unexpected', code });
  });

  it.each([
    [502, 'unavailable'],
    [429, 'rate-limited'],
    [401, 'refused'],
    [403, 'unexpected'],
    [404, 'unexpected'],
    [302, 'unexpected'],
    [200, 'unexpected'],
  ])(
    'of status %i, but a page of HTML, does not pass for what Smile says',
    async (status, kind) => {
      const fault = await faultOf({ status, body: '<!doctype html><title>Canary</title>' });

      expect(fault).toMatchObject({ kind, code: 'not-smile', status, requestId: undefined });
      expect(fault.message).toContain('proxy');
    },
  );

  it.each([
    [401, 'INVALID_CREDENTIALS', 'mode'],
    [403, 'UNAUTHORIZED_ACCESS', 'Ask Smile'],
    [404, 'MISSING_RESOURCE', 'Check the id'],
    [429, 'REQUEST_LIMIT_EXCEEDED', 'Call less often'],
    [503, 'SERVER_UNAVAILABLE', 'status.getsmileapi.com'],
    [400, 'INVALID_PARAMETERS', 'API reference'],
  ])('of status %i says what to do', async (status, code, advice) => {
    const fault = await faultOf({ status, body: envelope({ code, data: undefined }) });

    expect(fault.message).toContain(advice);
    expect(fault.message).toContain(`(${status} ${code} r-1)`);
  });

  it.each([
    ['a sentence', 'The user Canary of Names is unknown.'],
    ['a token', TOKEN.accessToken],
    ['an address', 'canary@example.com'],
    ['something long', 'A'.repeat(65)],
    ['a number', 9171234567],
  ])('is not quoted where an identifier should stand and %s does', async (_, text) => {
    const fault = await faultOf({
      status: 404,
      body: envelope({ code: text, requestId: text, message: text }),
    });

    expect(fault).toMatchObject({ requestId: undefined });
    expect(['http-404', 'not-smile']).toContain(fault.code);
    expect(inspect(fault)).not.toContain(String(text));
  });

  it.each([
    ['2', 2],
    ['0', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['later', undefined],
    ['-1', undefined],
    ['someday GMT', undefined],
    [undefined, undefined],
  ])('with Retry-After: %s asks to wait for %s seconds', async (retryAfter, seconds) => {
    const fault = await faultOf({ status: 429, body: envelope(), retryAfter });

    expect(fault.retryAfterSeconds).toBe(seconds);
  });
});
