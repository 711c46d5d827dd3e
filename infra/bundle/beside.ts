import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXTENSION = extname(import.meta.url);

/** Whether this runs from the sources: a clone is TypeScript, the package JavaScript. */
export const isSource = EXTENSION === '.ts';

/**
 * The path of one of our own modules, for what loads it by its path.
 *
 * @param name relative to `base`, without `.ts` or `.js`
 * @param base `import.meta.url` of the caller
 */
export function beside(name: string, base: string): string {
  return fileURLToPath(new URL(`${name}${EXTENSION}`, base));
}
