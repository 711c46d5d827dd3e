import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from './temporary.ts';

/**
 * A directory with these files, whose path has a space in it.
 *
 * @param files their text, or what becomes their JSON, by their paths from the directory
 */
export function temporaryProject(files: Readonly<Record<string, string | object>>): string {
  const directory = join(temporaryDirectory(), 'my project');
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return directory;
}
