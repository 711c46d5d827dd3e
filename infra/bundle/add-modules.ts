import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HandlersNotBundled } from './handlers-not-bundled.ts';
import type { HandlersSource } from './handlers-source.ts';

/**
 * `installed`: into the asset, for Lambda's system and processor. `linked`: the project's own, for this machine's.
 */
export type ModulesFrom = 'installed' | 'linked';

/** Gives a bundle the packages that are not in it. @throws HandlersNotBundled */
export async function addModules(
  { path, bundling: { external, nodeModules } }: HandlersSource,
  directory: string,
  from: ModulesFrom,
): Promise<void> {
  const target = join(directory, 'node_modules');
  if (from === 'linked') {
    const project = modulesAbove(path);
    if (external.length + nodeModules.length === 0 || project === undefined) return;
    await rm(target, { recursive: true, force: true });
    await symlink(project, target);
    return;
  }
  if (nodeModules.length > 0) await install(nodeModules, path, directory);
}

async function install(names: readonly string[], handlers: string, directory: string) {
  const versions = await Promise.all(names.map((name) => versionOf(name, handlers)));
  const dependencies = Object.fromEntries(names.map((name, index) => [name, versions[index]]));
  await writeFile(join(directory, 'package.json'), JSON.stringify({ dependencies }));
  const wanted = ['--os=linux', '--cpu=arm64', '--libc=glibc', '--omit=dev'];
  const npm = spawn('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', ...wanted], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(npm.stderr), once(npm, 'close')]);
  if (code === 0) return;
  throw new HandlersNotBundled(`npm could not install ${names.join(', ')} for Lambda: ${said}`);
}

/** The version that the project has installed. */
async function versionOf(name: string, handlers: string): Promise<string> {
  const modules = modulesAbove(handlers, name);
  if (modules === undefined) {
    throw new HandlersNotBundled(
      `handlers.bundling.nodeModules names ${name}, which is not installed. Run npm install ${name}.`,
    );
  }
  const manifest = await readFile(join(modules, name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** The nearest `node_modules` above a file, if given with a package of that name in it. */
function modulesAbove(file: string, name = ''): string | undefined {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const modules = join(directory, 'node_modules');
    if (existsSync(join(modules, name))) return modules;
    if (directory === dirname(directory)) return undefined;
  }
}
