import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The modules of a worker's bundle. */
const MODULES = ['index.js', 'runtime.js'] as const;

/**
 * Lets a debugger find the sources of a worker's bundle, so that a breakpoint in a handlers file stops there. A
 * bundle that is deployed names them from its project, and nothing refers to its map.
 *
 * @param bundle path of its `index.js`
 */
export async function showToDebugger(bundle: string): Promise<void> {
  for (const name of MODULES) {
    const path = join(dirname(bundle), name);
    const map = JSON.parse(await readFile(`${path}.map`, 'utf8')) as object;
    const sourceRoot = pathToFileURL(`${process.cwd()}/`).href;
    await writeFile(`${path}.map`, JSON.stringify({ ...map, sourceRoot }));
    await appendFile(path, `\n//# sourceMappingURL=${name}.map\n`);
  }
}
