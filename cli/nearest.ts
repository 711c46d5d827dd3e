/** The one of the known words that is closest to a word, by the characters that differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const distances = known.map((each) => [distance(word, each), each] as const);
  return distances.toSorted(([one], [other]) => one - other)[0]?.[1];
}

/** How many characters are inserted, deleted or replaced between the two (Levenshtein's distance). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (one[index] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
