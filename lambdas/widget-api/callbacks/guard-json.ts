import { isRecord } from '../../smile/envelope.ts';

/** Nothing that a page relays is nested this deep. */
const MAX_DEPTH = 8;

/** Members by which careless code changes the prototype of all objects. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** No characters; SQS refuses a message that holds one (SQS API reference, SendMessage). */
const NONCHARACTER = /[\ufffe\uffff]/;

/**
 * What is wrong with JSON out of a browser, whatever it is supposed to say; undefined when nothing is.
 * Its own depth ends at the bound that it checks.
 */
export function faultIn(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') {
    return NONCHARACTER.test(value) ? 'holds U+FFFE or U+FFFF, which are no characters' : undefined;
  }
  if (!isRecord(value) && !Array.isArray(value)) return undefined;
  if (depth === MAX_DEPTH) return `is nested more than ${MAX_DEPTH} deep`;
  for (const [key, member] of Object.entries(value)) {
    if (PROTOTYPE_KEYS.has(key)) return `has a member named ${key}`;
    const fault = faultIn(key, depth) ?? faultIn(member, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
