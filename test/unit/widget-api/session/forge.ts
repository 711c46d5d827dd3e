import { createHmac } from 'node:crypto';

/** The `current` of the session secret, in the form that a deployment generates. */
export const SECRET = 'aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5dE7fG9hI1jK3lM5nO7pQ9rS1tU3v';
export const NOW = Date.parse('2026-11-25T02:00:00.000Z');
/** The same in the unit of a token. */
export const NOW_SECONDS = NOW / 1000;

/** Claims of a session that is good at {@link NOW}; undefined in their place removes one. */
export const CLAIMS = {
  sub: 'tenant-1',
  aud: 'sandbox',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 900,
};

interface Forgery {
  readonly header?: object;
  readonly claims?: object;
  readonly secret?: string;
  /** Node's name of the digest that really signs, whatever the header says. */
  readonly digest?: string;
}

/** A token made by hand: nothing keeps it from being wrong. */
export function forge({ header, claims, secret = SECRET, digest = 'sha256' }: Forgery = {}) {
  const signed = [header ?? { alg: 'HS256', typ: 'JWT' }, { ...CLAIMS, ...claims }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac(digest, secret).update(signed).digest('base64url')}`;
}
