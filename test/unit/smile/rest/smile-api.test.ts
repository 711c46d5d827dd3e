import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { HttpReply, HttpRequest } from '../../../../lambdas/smile/rest/exchange.ts';
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
  const smileApi = smileApiAt('https://sandbox.smileapi.io/v1/', {
    patience: { ...PATIENCE, maxAttempts: 1 },
    async exchange(request) {
      requests.push(request);
      return { status: 201, body: envelope(), retryAfter: undefined, ...reply };
    },
  });
  return { requests, smile: smileApi({ apiKey: 'key', apiSecret: 'sécret' }) };
}

/** What the call is refused with. */
async function faultOf(reply: Partial<HttpReply>): Promise<SmileApiError> {
  const fault: unknown = await answering(reply)
    .smile.refreshToken('u-1')
    .catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(SmileApiError);
  return fault as SmileApiError;
}

describe('refreshToken', () => {
  it('posts the user as a parameter, with key and secret as Basic credentials', async () => {
    const { requests, smile } = answering({});

    await smile.refreshToken('tenant-1/ä&b=c #d');

    const basic = Buffer.from('key:sécret').toString('base64');
    expect(requests).toEqual([
      {
        method: 'POST',
        url: new URL(
          'https://sandbox.smileapi.io/v1/tokens?userId=tenant-1%2F%C3%A4%26b%3Dc%20%23d',
        ),
        headers: expect.objectContaining({ authorization: `Basic ${basic}` }),
      },
    ]);
  });

  it('takes an id that is no well-formed text, which Smile will not know', async () => {
    const { requests, smile } = answering({});

    await smile.refreshToken('\ud800');

    expect(requests[0]?.url.search).toBe('?userId=%EF%BF%BD');
  });

  it('gives the token', async () => {
    await expect(answering({}).smile.refreshToken('u-1')).resolves.toEqual(TOKEN);
  });

  it.each([
    ['without mode and id', { mode: undefined, id: null }],
    ['with a mode of tomorrow', { mode: 'STAGING' }],
    ['with further members', { scope: 'all' }],
  ])('takes a token %s', async (_, over) => {
    const { smile } = answering({ body: envelope({ data: { ...TOKEN, ...over } }) });

    await expect(smile.refreshToken('u-1')).resolves.toMatchObject({
      accessToken: TOKEN.accessToken,
      expiresAt: TOKEN.expiresAt,
    });
  });

  it.each([
    ['2026-01-02T08:04:05Z', '2026-01-02T08:04:05.000Z'],
    ['2026-01-02T08:04:05', '2026-01-02T08:04:05.000Z'],
    ['2026-01-02T16:04:05.5+08:00', '2026-01-02T08:04:05.500Z'],
  ])('writes the end %s in UTC', async (expiresAt, inUtc) => {
    const { smile } = answering({ body: envelope({ data: { ...TOKEN, expiresAt } }) });

    await expect(smile.refreshToken('u-1')).resolves.toMatchObject({ expiresAt: inUtc });
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
    [200, 'OK', 'unexpected'],
    [302, 'FOUND', 'unexpected'],
  ])('of status %i and code %s is %s', async (status, code, kind) => {
    const fault = await faultOf({ status, body: envelope({ code, data: undefined }) });

    expect(fault).toMatchObject({ name: 'SmileApiError', kind, status, code, requestId: 'r-1' });
  });

  it.each([
    ['HTML', '<!doctype html>', 'not-json'],
    ['nothing', '', 'not-json'],
    ['a list', '[]', 'not-json'],
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

  it('is named by its status when it has no code', async () => {
    const fault = await faultOf({ status: 502, body: '<!doctype html>' });

    expect(fault).toMatchObject({ kind: 'unavailable', code: 'http-502', requestId: undefined });
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

    expect(fault).toMatchObject({ code: 'http-404', requestId: undefined });
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
