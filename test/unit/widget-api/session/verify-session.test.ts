import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifySession } from '../../../../lambdas/widget-api/session/verify-session.ts';
import { forge, NOW, NOW_SECONDS, SECRET } from './forge.ts';

const GOOD = { userId: 'tenant-1' };
const INVALID = { fault: 'invalid' };
const EXPIRED = { fault: 'expired' };
const MISMATCH = { fault: 'mismatch' };

const OTHER = 'another secret, as long as a secret has to be';
const HOUR = 3600;

const verify = (token: string, secrets = [SECRET]) => verifySession(token, 'sandbox', secrets);
const withClaims = (claims: object) => verify(forge({ claims }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the time of a session', () => {
  it.each([
    ['that ends in a second', { exp: NOW_SECONDS + 1 }, GOOD],
    ['that ended 29 seconds ago, by a clock before ours', { exp: NOW_SECONDS - 29 }, GOOD],
    ['that ended 30 seconds ago', { exp: NOW_SECONDS - 30 }, EXPIRED],
    ['that ended long ago', { iat: 1, exp: 900 }, EXPIRED],
    ['made in 30 seconds, by a clock ahead of ours', { iat: NOW_SECONDS + 30 }, GOOD],
    ['made in 31 seconds', { iat: NOW_SECONDS + 31 }, INVALID],
    ['made an hour ago', { iat: NOW_SECONDS - HOUR, exp: NOW_SECONDS + 60 }, GOOD],
    [
      'made more than an hour ago, that says it holds for ten years',
      { iat: NOW_SECONDS - HOUR - 31, exp: NOW_SECONDS + 87_600 * HOUR },
      EXPIRED,
    ],
    ['that says it is not good yet', { nbf: NOW_SECONDS + 60 }, INVALID],
    ['whose times are text', { iat: String(NOW_SECONDS), exp: String(NOW_SECONDS + 9) }, INVALID],
    ['whose end is null', { exp: null }, INVALID],
    ['without a beginning', { iat: undefined }, INVALID],
    ['without an end', { exp: undefined }, INVALID],
  ])('%s is judged', async (_, claims, check) => {
    expect(await withClaims(claims)).toEqual(check);
  });
});

describe('the stage of a session', () => {
  it.each<[string, unknown, object]>([
    ['this one', 'sandbox', GOOD],
    ['this one among others', ['production', 'sandbox'], GOOD],
    ['another one', 'production', INVALID],
    ['others', ['production', 'staging'], INVALID],
    ['one that begins like it', 'sandbox2', INVALID],
    ['it in capitals', 'SANDBOX', INVALID],
    ['none', undefined, INVALID],
    ['no stage in a list', [], INVALID],
    ['an object', { sandbox: true }, INVALID],
  ])('may be %s, or the session is refused', async (_, aud, check) => {
    expect(await withClaims({ aud })).toEqual(check);
  });
});

describe('the user of a session', () => {
  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['a number', 7],
    ['a list', ['tenant-1']],
    ['an object', { id: 'tenant-1' }],
    ['an id of 201 characters', 'u'.repeat(201)],
    ['half a character', 'u\ud83d'],
  ])('is nobody when it is %s', async (_, sub) => {
    expect(await withClaims({ sub })).toEqual(INVALID);
  });

  it('may have 200 characters, colons and blanks among them', async () => {
    const sub = 'a: b#'.repeat(40);

    expect(await withClaims({ sub })).toEqual({ userId: sub });
  });
});

describe('during a rotation', () => {
  it('a session by either secret is good', async () => {
    expect(await verify(forge(), [OTHER, SECRET])).toEqual(GOOD);
    expect(await verify(forge({ secret: OTHER }), [OTHER, SECRET])).toEqual(GOOD);
  });

  it('a session by neither is a mismatch', async () => {
    expect(await verify(forge({ secret: 'x'.repeat(64) }), [OTHER, SECRET])).toEqual(MISMATCH);
  });

  it('an ended session of the previous secret has ended, and is no forgery', async () => {
    const token = forge({ claims: { exp: NOW_SECONDS - 60 } });

    expect(await verify(token, [OTHER, SECRET])).toEqual(EXPIRED);
  });

  it('an ended session of nobody’s secret tells nothing of its end', async () => {
    const token = forge({ claims: { exp: NOW_SECONDS - 60 }, secret: 'x'.repeat(64) });

    expect(await verify(token, [OTHER, SECRET])).toEqual(MISMATCH);
  });
});
