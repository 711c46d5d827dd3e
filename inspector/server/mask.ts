import { isCode } from '../../lambdas/smile/code.ts';
import { instantOf, isRecord } from '../../lambdas/smile/envelope.ts';

/** The same for every value, whatever its length. */
export const DOTS = '••••••';

/** Names of fields whose values are codes that Smile has chosen. */
const CODES = /^(type|status|errorCode|version|eventName)$/;
const IDS = /^id$|Ids?$/;
const TIMES = /At$/;

/**
 * A body in which keys, ids, codes and times can be read, and nothing else.
 *
 * @returns undefined if it is not JSON: then none of it can be told from personal data
 */
export function maskedBody(text: string): string | undefined {
  try {
    return JSON.stringify(masked('', JSON.parse(text)), undefined, 2);
  } catch {
    return undefined;
  }
}

function masked(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => masked(name, each));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(key, each)]));
  }
  return value === null || isReadable(name, value) ? value : DOTS;
}

function isReadable(name: string, value: unknown): boolean {
  if (TIMES.test(name)) return typeof value === 'string' && !Number.isNaN(instantOf(value));
  if (name === 'version') return typeof value === 'number';
  return (IDS.test(name) || CODES.test(name)) && isCode(value) && !value.includes('@');
}
