import { closeSync, openSync } from 'node:fs';

/**
 * Tries a file that an option names: whoever waits for minutes wants no report that cannot be written then.
 * What is in the file stays.
 *
 * @returns what is wrong with it, as a sentence; undefined when nothing is, or there is no such option
 */
export function fileFault(option: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    closeSync(openSync(path, 'a'));
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `--${option} names no file that can be written (${code}): "${path}".`;
  }
}
