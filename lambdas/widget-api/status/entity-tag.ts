import { createHash } from 'node:crypto';

/** A strong entity tag of a text (RFC 9110, section 8.8.3). */
export function entityTag(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/**
 * Whether a client has this already, by its `If-None-Match`: `*`, or a list of tags. Proxies that compress
 * make tags weak, and a weak tag counts here (RFC 9110, section 13.1.2).
 */
export function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  const known = new Set(tags);
  return known.has(tag) || known.has('*');
}
