import type { Equivalent } from './equivalent.ts';
import { isNoticed, type Mutant } from './report.ts';

/** An explanation, and how many mutants that nobody has noticed it would excuse. */
export interface Miscounted {
  readonly known: Equivalent;
  readonly survivors: readonly Mutant[];
}

/** What is wrong with a run; nothing, if all of it is empty. */
export interface Verdict {
  /** Files that the run should have changed, and has not. */
  readonly untried: readonly string[];
  /** Mutants that nobody has noticed, and that no explanation is about. */
  readonly unexplained: readonly Mutant[];
  /** Explanations of more or fewer mutants than were left. */
  readonly miscounted: readonly Miscounted[];
}

/**
 * Judges the mutants of a run. An explanation is good for so many of them and no more: another mutant of the
 * same text in the same file may be none of those that somebody has thought about.
 *
 * @param files those that were to be mutated
 */
export function verdictOn(
  mutants: readonly Mutant[],
  files: readonly string[],
  explained: readonly Equivalent[],
): Verdict {
  const survivors = mutants.filter((mutant) => !isNoticed(mutant));
  return {
    untried: files.filter((file) => !mutants.some((mutant) => mutant.file === file)),
    unexplained: survivors.filter((mutant) => !explained.some((known) => isAbout(known, mutant))),
    miscounted: explained
      .filter(({ file }) => files.includes(file))
      .map((known) => ({ known, survivors: survivors.filter((one) => isAbout(known, one)) }))
      .filter(({ known, survivors: left }) => left.length !== known.count),
  };
}

/** Whether the explanation speaks of this change. */
export function isAbout(known: Equivalent, mutant: Mutant): boolean {
  return (
    known.file === mutant.file &&
    known.original === mutant.original &&
    known.replacement === mutant.replacement
  );
}
