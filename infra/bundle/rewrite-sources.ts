import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

interface SourceMapFile {
  readonly sources: readonly string[];
}

/**
 * Names the sources of a source map as their owner knows them: from the project's directory, and those of packages
 * from `node_modules/`. So the map, and with it the asset, does not depend on where the project is.
 *
 * @param path of the map, whose sources are relative to it
 * @param project directory of the project
 * @param prefix what the places of the project's own files begin with
 */
export async function rewriteSources(path: string, project: string, prefix = ''): Promise<void> {
  const map = JSON.parse(await readFile(path, 'utf8')) as SourceMapFile;
  const sources = map.sources.map((source) => {
    // Of a plugin's namespace, and not of a file.
    if (/^[\w-]+:/.test(source)) return source;
    const file = resolve(dirname(path), source);
    const inPackages = file.lastIndexOf('/node_modules/');
    return inPackages >= 0 ? file.slice(inPackages + 1) : join(prefix, relative(project, file));
  });
  await writeFile(path, JSON.stringify({ ...map, sources }));
}
