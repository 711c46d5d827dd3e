import * as fc from 'fast-check';

/** Something that must hold for every input, and where the inputs come from. */
export interface FuzzTarget {
  /** A sentence. */
  readonly name: string;
  /** Its part of all cases: cheap targets take more of them. */
  readonly share: number;
  /** Counterexamples of the past are tried before anything else. */
  readonly check: (run: Run) => Promise<Outcome>;
}

export interface Run {
  readonly seed: number;
  readonly numRuns: number;
  /** Leads straight to one case: it was printed when that case failed. */
  readonly path?: string;
  /** Without looking for a smaller counterexample. */
  readonly endOnFailure?: boolean;
}

export interface Outcome {
  readonly cases: number;
  /** What failed, as fast-check tells it; undefined: nothing. */
  readonly failure: string | undefined;
  /** Where the smallest counterexample is. */
  readonly path: string | undefined;
}

/**
 * @param holds throws when it does not
 * @param found inputs that were a counterexample once
 */
export function target<Input>(
  name: string,
  share: number,
  inputs: fc.Arbitrary<Input>,
  holds: (input: Input) => void | Promise<void>,
  found: readonly Input[] = [],
): FuzzTarget {
  const property = fc.asyncProperty(inputs, async (input) => await holds(input));
  const examples = found.map((input): [Input] => [input]);
  return {
    name,
    share,
    async check(run) {
      const details = await fc.check(property, { ...run, examples });
      return {
        cases: details.numRuns,
        failure: details.failed
          ? `${fc.defaultReportMessage(details) ?? ''}\n${String(details.errorInstance)}`
          : undefined,
        path: details.counterexamplePath ?? undefined,
      };
    },
  };
}
