import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifySession } from '../../../../lambdas/widget-api/session/verify-session.ts';
import { CLAIMS, forge, NOW, SECRET } from './forge.ts';

const INVALID = { fault: 'invalid' };
const MISMATCH = { fault: 'mismatch' };

const OTHER = 'another secret, as long as a secret has to be';

const verify = (token: string) => verifySession(token, 'sandbox', [SECRET]);
const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a token that nobody has signed', () => {
  const payload = encoded(CLAIMS);
  const signature = forge().split('.')[2];

  it.each(
    ['none', 'None', 'NONE', 'nOnE', '', 'HS256 ', 'hs256'].flatMap((alg) => [
      [alg, `${encoded({ alg })}.${payload}.`],
      [alg, `${encoded({ alg })}.${payload}.${signature}`],
      [alg, forge({ header: { alg } })],
    ]),
  )('is refused with the algorithm %j', async (_, token) => {
    expect(await verify(token)).toEqual(INVALID);
  });

  it('is refused when its signature is left out or cut off', async () => {
    const token = forge();

    expect(await verify(token.slice(0, token.lastIndexOf('.')))).toEqual(INVALID);
    expect(await verify(token.slice(0, token.lastIndexOf('.') + 1))).not.toHaveProperty('userId');
    expect(await verify(token.slice(0, -4))).not.toHaveProperty('userId');
  });
});

describe('a token of another algorithm', () => {
  it.each([
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
  ])('is refused, also by the right secret: %s', async (alg, digest) => {
    expect(await verify(forge({ header: { alg }, digest }))).toEqual(INVALID);
  });

  it('is refused with a pair of keys: RS256', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signed = `${encoded({ alg: 'RS256' })}.${encoded(CLAIMS)}`;
    const signature = signBytes('sha256', Buffer.from(signed), privateKey).toString('base64url');

    expect(await verify(`${signed}.${signature}`)).toEqual(INVALID);
  });

  it('is refused when its header brings the key along', async () => {
    const jwk = { kty: 'oct', k: Buffer.from(OTHER).toString('base64url') };
    const header = { alg: 'HS256', jwk, kid: OTHER, jku: 'https://example.com/keys' };

    expect(await verify(forge({ header, secret: OTHER }))).toEqual(MISMATCH);
  });

  it('is refused when its header says that something critical must be understood', async () => {
    for (const more of [{ crit: ['exp'] }, { crit: ['b64'], b64: false }, { crit: ['x'], x: 1 }]) {
      const check = await verify(forge({ header: { alg: 'HS256', ...more } }));

      expect(check).not.toHaveProperty('userId');
    }
  });
});

describe('a token that was changed on the way', () => {
  it('is nobody’s, whichever sign of it was changed', async () => {
    const token = forge();
    const sign = fc.constantFrom(...'ABCXYZabcxyz019-_.= \u0000ñ'.split(''));
    const place = fc.nat(token.length - 1);
    // The last sign of a signature holds bits that say nothing: four of them give the same bytes.
    const isSame = (changed: string) =>
      Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(
        Buffer.from(token.split('.')[2] ?? '', 'base64url'),
      );

    await fc.assert(
      fc.asyncProperty(place, sign, async (at, other) => {
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        fc.pre(changed !== token && !(at > token.lastIndexOf('.') && isSame(changed)));

        const check = await verify(changed);

        expect(['invalid', 'mismatch']).toContain(check.fault);
      }),
      { numRuns: 500 },
    );
  });

  it('is a mismatch when another user was put in', async () => {
    const [header, , signature] = forge().split('.');
    const payload = encoded({ ...CLAIMS, sub: 'tenant-2' });

    expect(await verify(`${header}.${payload}.${signature}`)).toEqual(MISMATCH);
  });

  it.each(['', '.', '..', '...', 'x', 'a.b.c', 'null', `${forge()}.x`, '🙂.🙂.🙂'])(
    'is refused when it is garbage: %j',
    async (token) => {
      expect(await verify(token)).toEqual(INVALID);
    },
  );

  it('never throws, whatever text it is', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.jsonValue().map(encoded),
      fc.constant(encoded({ alg: 'HS256' })),
    );

    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        expect(await verify(parts.join('.'))).not.toHaveProperty('userId');
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when its payload is signed, and no object', async () => {
    for (const claims of ['"text"', '[]', 'null', '7', '{', '']) {
      const signed = `${encoded({ alg: 'HS256' })}.${Buffer.from(claims).toString('base64url')}`;
      const signature = createHmac('sha256', SECRET).update(signed).digest('base64url');

      expect(await verify(`${signed}.${signature}`)).toEqual(INVALID);
    }
  });
});
