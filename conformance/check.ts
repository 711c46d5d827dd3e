import { isDeepStrictEqual } from 'node:util';

/** What was seen is not what must be. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
  readonly code = 'check-failed';
}

/** @throws CheckFailed */
export function check(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailed(otherwise);
}

/**
 * @param what names the thing, to begin a sentence with
 * @throws CheckFailed
 */
export function checkEqual(what: string, seen: unknown, wanted: unknown): void {
  check(isDeepStrictEqual(seen, wanted), `${what} is ${shown(seen)}, not ${shown(wanted)}.`);
}

const SHOWN = 240;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
