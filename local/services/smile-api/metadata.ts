import { isRecord } from '../../../lambdas/smile/envelope.ts';
import { Refused } from './refused.ts';

/**
 * `externalMetadata` of a new user: five pairs at most, of ASCII text, keys up to 50 and values up to 500 characters
 * (Smile OpenAPI 1.14.0). Throws {@link Refused}.
 */
export function metadataIn(body: unknown): Readonly<Record<string, string>> {
  const metadata = isRecord(body) ? (body.externalMetadata ?? {}) : {};
  const pairs = isRecord(metadata) ? Object.entries(metadata) : undefined;
  if (pairs && pairs.length <= 5 && pairs.every(isPair)) return Object.fromEntries(pairs);
  throw Refused.invalid('externalMetadata', 'five pairs of ASCII text at most');
}

/** Space to tilde: the printable part of ASCII. */
const ASCII = /^[ -~]*$/;

function isPair(pair: [string, unknown]): pair is [string, string] {
  const [key, value] = pair;
  if (typeof value !== 'string' || !ASCII.test(key) || !ASCII.test(value)) return false;
  return key.length <= 50 && value.length <= 500;
}
