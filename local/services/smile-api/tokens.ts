import { randomBytes } from 'node:crypto';
import type { Parts } from './parts.ts';

/** Makes link tokens. */
export interface Tokens {
  create(): object;
  setLifetime(seconds: number): void;
}

/** Smile docs, FAQ. */
const FIVE_HOURS = 5 * 60 * 60;

export function createTokens({ now, newId }: Pick<Parts, 'now' | 'newId'>): Tokens {
  let lifetimeSeconds = FIVE_HOURS;
  return {
    create: () => ({
      id: newId('tk'),
      accessToken: accessToken(),
      expiresAt: new Date(now() + lifetimeSeconds * 1000).toISOString(),
      mode: 'SANDBOX',
    }),
    setLifetime(seconds) {
      lifetimeSeconds = seconds;
    },
  };
}

/** As long and as dotted as Smile's; it means nothing. */
function accessToken(): string {
  return Array.from({ length: 4 }, () => randomBytes(240).toString('base64url')).join('.');
}
