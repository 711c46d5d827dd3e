import { CALLBACKS } from '../../lambdas/smile/widget.ts';
import { byTheCalendar } from './targets/instants.ts';

const TWO_DAYS = 48 * 60 * 60 * 1000;

/**
 * Whether nothing is wrong with a batch of callbacks that a page of this user sends now: what the relay's
 * answers promise, said once more and in another way.
 */
export function isGoodBatch(text: string, userId: string): boolean {
  const json = parsed(text);
  if (Buffer.byteLength(text) > 65_536 || !isObject(json) || !isHarmless(json)) return false;
  const { callbacks } = json;
  if (!Array.isArray(callbacks) || callbacks.length < 1 || callbacks.length > 50) return false;
  return callbacks.every((callback) => isGoodCallback(callback, userId));
}

function isGoodCallback(callback: unknown, userId: string): boolean {
  if (!isObject(callback)) return false;
  const { id, name, at, data = {} } = callback;
  return (
    isIdOfAPage(id) &&
    CALLBACKS.some((known) => known === name) &&
    typeof at === 'string' &&
    at[10] === 'T' &&
    byTheCalendar(at) >= Date.now() - TWO_DAYS &&
    isObject(data) &&
    [undefined, null, userId].includes(data.userId as string) &&
    new TextEncoder().encode(JSON.stringify(callback)).length <= 8192
  );
}

function isIdOfAPage(id: unknown): boolean {
  if (typeof id !== 'string' || id.length === 0 || id.length > 64) return false;
  const others = /[^-_0-9A-Za-z]/;
  return !others.test(id);
}

/** Eight levels at most, no name by which prototypes are changed, and characters only. */
function isHarmless(json: object): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth += 1) {
    const holders = level.filter((value) => typeof value === 'object' && value !== null);
    if (depth === 8 && holders.length > 0) return false;
    const names = holders.flatMap((value) => Object.keys(value));
    if (names.some((name) => ['__proto__', 'prototype', 'constructor'].includes(name)))
      return false;
    const texts = [...names, ...level.filter((value) => typeof value === 'string')];
    if (texts.some((text) => text.includes('\ufffe') || text.includes('\uffff'))) return false;
    level = holders.flatMap((value) => Object.values(value));
  }
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
