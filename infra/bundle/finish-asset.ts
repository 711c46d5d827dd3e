import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeReadable } from './make-readable.ts';

/**
 * Makes a directory with `index.js` what Lambda and other emulators load as CommonJS, whatever a package.json above
 * it says.
 *
 * @returns path of `index.js`
 */
export async function finishAsset(directory: string): Promise<string> {
  await writeFile(join(directory, 'package.json'), '{"type":"commonjs"}\n');
  await makeReadable(directory);
  return join(directory, 'index.js');
}
