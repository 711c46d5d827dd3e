import { randomBytes, timingSafeEqual } from 'node:crypto';

/** The header in which the page sends it. Never a cookie: those ignore ports, and go along by themselves. */
export const TOKEN_HEADER = 'x-inspector-token';

/** A token per run: any program and any tab of this machine can reach the port. */
export interface Token {
  readonly text: string;
  readonly isGiven: (given: unknown) => boolean;
}

/** Makes one of 192 random bits. */
export function newToken(): Token {
  const text = randomBytes(24).toString('base64url');
  const expected = Buffer.from(text);
  return {
    text,
    isGiven(given) {
      const bytes = Buffer.from(String(given));
      return bytes.length === expected.length && timingSafeEqual(bytes, expected);
    },
  };
}
