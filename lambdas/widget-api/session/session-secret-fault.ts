import { faultOfText } from '../../secret/text-limits.ts';
import { isRecord } from '../../smile/envelope.ts';
import { MIN_SECRET } from './session-limits.ts';

/**
 * What is wrong with a text that sessions are to be signed with, as the end of a sentence about it: `is empty`.
 * Undefined if nothing is. It never holds the text.
 */
export function faultOfSessionSecret(text: unknown): string | undefined {
  return (
    faultOfText(text, { least: MIN_SECRET }) ??
    (isObjectText(text) ? 'is JSON, of which only the member "current" is wanted' : undefined)
  );
}

/** The whole secret in place of its member is long enough for a key, and no session by it is ever taken. */
function isObjectText(text: unknown): boolean {
  try {
    return isRecord(JSON.parse(String(text)));
  } catch {
    return false;
  }
}
