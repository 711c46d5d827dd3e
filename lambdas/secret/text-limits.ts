/** How long a text in a secret may be. Characters, as people count them. */
export interface TextLimits {
  /** Default: 1. */
  readonly least?: number;
  /** Default: no limit. */
  readonly most?: number;
}

/**
 * What is wrong with a text of a secret, as the end of a sentence about it: `is empty`. Undefined if nothing
 * is. It never holds the text.
 *
 * Whitespace around it comes from a file or a console, and the other party does not have it. A byte order
 * mark counts as whitespace.
 */
export function faultOfText(
  text: unknown,
  { least = 1, most = Number.POSITIVE_INFINITY }: TextLimits,
): string | undefined {
  if (text === undefined) return 'is missing';
  if (text === null) return 'is null';
  if (typeof text !== 'string') return 'is not text';
  if (text === '') return 'is empty';
  if (text !== text.trim()) return 'begins or ends with whitespace';
  const length = Array.from(text).length;
  if (length < least) return `has fewer than ${least} characters`;
  if (length > most) return `has more than ${most} characters`;
  return undefined;
}
