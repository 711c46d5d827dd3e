import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Files of business code that are in the bundles of an output, by its source maps. A synthesis loads what it bundles,
 * and no test may do that with the handlers of this clone's owner.
 */
export function businessCodeIn(output: string): readonly string[] {
  const maps = globSync(join(output, '*/index.js.map'));
  if (maps.length === 0) throw new Error(`There is no worker in ${output}.`);
  const sources = maps.flatMap(
    (map) => (JSON.parse(readFileSync(map, 'utf8')) as { readonly sources: string[] }).sources,
  );
  return sources.filter((source) => !/^test\/delivered\/|^smile-event-receiver:/.test(source));
}
