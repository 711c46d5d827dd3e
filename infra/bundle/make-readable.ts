import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 0o644;
const DIRECTORY_OR_PROGRAM = 0o755;

/**
 * Gives a directory and all that is in it the modes of a delivery: 0755 for directories and programs, 0644 for other files.
 *
 * Without this, the modes are those of the umask. Under 077, a function cannot read its own code. Deploying again
 * under another umask does not help, because the hash of an asset does not contain modes.
 */
export async function makeReadable(directory: string): Promise<void> {
  await chmod(directory, DIRECTORY_OR_PROGRAM);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    // The target of a link may be outside.
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, (mode & 0o100) === 0 && entry.isFile() ? FILE : DIRECTORY_OR_PROGRAM);
  }
}
