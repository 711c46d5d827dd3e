import { isDeepStrictEqual } from 'node:util';
import type { Template } from '../template.ts';

/** Something that every template keeps, as a sentence, and a way to see what breaks it. */
export interface Promised {
  readonly promise: string;
  /** What breaks it, each in a few words; none: it is kept. */
  readonly broken: (template: Template, expected: Expected) => readonly string[];
}

/** What differs between the stages. */
export interface Expected {
  readonly stage: string;
  readonly mode: 'sandbox' | 'production';
  /** Undefined: the stage has none. */
  readonly widget?: ExpectedWidget | undefined;
}

export interface ExpectedWidget {
  readonly origins: readonly string[];
}

/** A fault for every pair that is not equal. */
export function unequal(
  pairs: Readonly<Record<string, readonly [actual: unknown, expected: unknown]>>,
): readonly string[] {
  return Object.entries(pairs)
    .filter(([, [actual, expected]]) => !isDeepStrictEqual(actual, expected))
    .map(([what, [actual]]) => `${what}: ${JSON.stringify(actual)}`);
}
