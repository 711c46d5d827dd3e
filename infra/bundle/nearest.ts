import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The nearest directory or file of that name in the directory of a file, or above it.
 *
 * @param name may be a path: `node_modules/pg`
 */
export function nearest(name: string, file: string): string | undefined {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    if (existsSync(join(directory, name))) return join(directory, name);
    if (directory === dirname(directory)) return undefined;
  }
}
