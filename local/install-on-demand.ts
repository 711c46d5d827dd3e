import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** npm did not install what a script needs. */
export class InstallationFailed extends Error {
  override readonly name = 'InstallationFailed';
  readonly code = 'installation-failed';
  constructor(folder: string, how: string) {
    super(
      `npm ci in ${folder} ${how}. See what npm wrote above, then try it by hand: (cd ${folder} && npm ci)`,
    );
  }
}

/**
 * Installs what the lockfile of a folder names, at the first use and whenever the lockfile is newer. It is for
 * what only one script needs: the project's own installation stays small. npm writes to standard error, so that
 * standard output stays the script's.
 *
 * @param folder of a `package.json` with a lockfile; it ends with a slash
 * @throws InstallationFailed
 */
export async function installOnDemand(folder: URL): Promise<void> {
  // npm writes this file last.
  const installed = await modifiedAt(new URL('node_modules/.package-lock.json', folder));
  const locked = await modifiedAt(new URL('package-lock.json', folder));
  if (locked !== undefined && installed !== undefined && installed >= locked) return;

  const path = fileURLToPath(folder);
  const name = relative(process.cwd(), path) || '.';
  process.stderr.write(`Installing what only this script needs, in ${name}\n`);
  const npm = spawn('npm', ['ci'], { cwd: path, stdio: ['ignore', process.stderr, 'inherit'] });
  const [code, signal] = (await once(npm, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new InstallationFailed(name, `ended with ${code ?? signal}`);
}

async function modifiedAt(file: URL): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.mtimeMs;
}
