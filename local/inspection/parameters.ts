import { Refusal } from './refusal.ts';

/** What a path takes after the question mark. */
export interface Parameters {
  readonly known: readonly string[];
  /** May be there more than once; all others may not. */
  readonly repeated?: string;
}

/**
 * Refuses what a path would otherwise ignore: parameters that it does not know, that come twice or without a value.
 *
 * @param look method and path, for the message
 * @throws Refusal
 */
export function checkParameters(
  query: URLSearchParams,
  { known, repeated }: Parameters,
  look: string,
): void {
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) {
      throw Refusal.unknownParameter(look, name, known, nearest(name, known));
    }
    const values = query.getAll(name);
    if (values.length > 1 && name !== repeated) throw Refusal.repeatedParameter(name);
    if (values.includes('')) throw Refusal.emptyParameter(name);
  }
}

/** The known name that was probably meant: two edits away at most, or a part of the other. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const isMeant = (other: string) =>
    lower.startsWith(other) || other.startsWith(lower) || edits(lower, other) <= 2;
  return known.toSorted((one, other) => edits(lower, one) - edits(lower, other)).find(isMeant);
}

/** Levenshtein's distance. */
function edits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, against] of Array.from(other).entries()) {
      const replaced = (row[column] ?? 0) + (character === against ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
