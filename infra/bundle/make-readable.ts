import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 0o644;
const DIRECTORY = 0o755;

/**
 * Gives a directory and all that is in it the modes of a delivery: 0644 for files, 0755 for directories.
 *
 * Without this, the modes are those of the umask. Under 077, a function cannot read its own code. Deploying again
 * under another umask does not help, because the hash of an asset does not contain modes.
 */
export async function makeReadable(directory: string): Promise<void> {
  await chmod(directory, DIRECTORY);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    // The target of a link may be outside.
    if (entry.isSymbolicLink()) continue;
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? DIRECTORY : FILE);
  }
}
