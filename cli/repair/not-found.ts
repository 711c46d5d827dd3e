import { Misused } from '../misused.ts';

/** Names the ids that were asked for and are not there, one line each; then the exit code is 1. */
export function nameNotFound(asked: readonly string[] | undefined, found: readonly string[]): void {
  const known = new Set(found);
  for (const id of asked ?? []) {
    if (known.has(id)) continue;
    process.stderr.write(`${id}\tnot found\n`);
    process.exitCode ??= 1;
  }
}

/** @throws Misused for a name that no key can hold */
export function checkReplayName(name: string | undefined): void {
  if (name !== undefined && !/^[\w.-]{1,64}$/.test(name)) {
    throw new Misused('--as takes letters, digits, dots, hyphens and underscores, 64 at most.');
  }
}
