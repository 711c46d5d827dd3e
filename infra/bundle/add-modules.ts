import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HandlersNotBundled } from './handlers-not-bundled.ts';
import type { HandlersSource } from './handlers-source.ts';
import { nearest } from './nearest.ts';

/**
 * `installed`: into the asset, for Lambda's system and processor. `linked`: the project's own, for this machine's.
 */
export type ModulesFrom = 'installed' | 'linked';

/** For the functions: Linux on arm64. */
const FOR_LAMBDA = ['--os=linux', '--cpu=arm64', '--libc=glibc', '--omit=dev'];

/** Gives a bundle the packages that are not in it. @throws HandlersNotBundled */
export async function addModules(
  { path, bundling: { external, nodeModules } }: HandlersSource,
  directory: string,
  from: ModulesFrom,
): Promise<void> {
  if (from === 'linked') await link([...external, ...nodeModules], path, directory);
  else if (nodeModules.length > 0) await install(nodeModules, path, directory);
}

/** What the project does not have stays absent: nothing may reach it. */
async function link(names: readonly string[], handlers: string, directory: string) {
  for (const name of new Set(names.map(packageIn))) {
    const found = nearest(join('node_modules', name), handlers);
    if (found === undefined) continue;
    const target = join(directory, 'node_modules', name);
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { recursive: true, force: true });
    await symlink(found, target);
  }
}

/** The package, or the scope, of what is external: `pg` of `pg/lib/native`, `@aws-sdk` of `@aws-sdk/*`. */
function packageIn(external: string): string {
  return /^(?:@[^/]+\/)?[^/*]+/.exec(external.replace(/\/\*.*$/, ''))?.[0] ?? external;
}

async function install(names: readonly string[], handlers: string, directory: string) {
  const versions = await Promise.all(names.map((name) => versionOf(name, handlers)));
  const dependencies = Object.fromEntries(names.map((name, index) => [name, versions[index]]));
  await writeFile(join(directory, 'package.json'), JSON.stringify({ dependencies }));
  const options = ['--no-audit', '--no-fund', '--no-package-lock', ...FOR_LAMBDA];
  const npm = spawn('npm', ['install', ...options], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(npm.stderr), once(npm, 'close')]);
  if (code === 0) return;
  throw new HandlersNotBundled(
    `npm could not install ${names.join(', ')} for Lambda. It said: ${said.trim()}`,
  );
}

/** The version that the project has installed. */
async function versionOf(name: string, handlers: string): Promise<string> {
  const found = nearest(join('node_modules', name), handlers);
  if (found === undefined) {
    throw new HandlersNotBundled(
      `handlers.bundling.nodeModules names ${name}, which is not installed. Run npm install ${name}.`,
    );
  }
  const manifest = await readFile(join(found, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
