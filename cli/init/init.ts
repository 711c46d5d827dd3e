import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestOf } from './manifest.ts';

/** A project cannot be written there. */
export class InitRefused extends Error {
  override readonly name = 'InitRefused';
  readonly code = 'init-refused';
}

/** The project, as it is tested; names that npm would not pack stand without their dot. */
const PROJECT = fileURLToPath(new URL('project', import.meta.url));
const RENAMED: Readonly<Record<string, string>> = {
  gitignore: '.gitignore',
  github: '.github',
  vscode: '.vscode',
};
const MANIFEST = 'package.template.json';

/** What may be in the directory before: a repository that was just made. */
const HARMLESS = new Set(['.git', '.gitattributes', 'LICENSE']);

/**
 * Writes a new project, and installs what it needs.
 *
 * @param directory made when absent
 * @throws InitRefused when there is something in it
 */
export async function init(
  directory: string,
  options: { readonly install: boolean },
): Promise<void> {
  const target = resolve(directory);
  await mkdir(target, { recursive: true });
  const surplus = (await readdir(target)).find((name) => !HARMLESS.has(name));
  if (surplus !== undefined) {
    throw new InitRefused(`${target} is not empty, it has ${surplus}. Name a new directory.`);
  }
  await cp(PROJECT, target, { recursive: true });
  for (const [name, renamed] of Object.entries(RENAMED)) {
    await rename(join(target, name), join(target, renamed));
  }
  const manifest = await manifestOf(join(target, MANIFEST), basename(target), target);
  await rename(join(target, MANIFEST), join(target, 'package.json'));
  await writeFile(join(target, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const place = relative(process.cwd(), target) || '.';
  process.stderr.write(`Wrote ${place}.${options.install ? ' Installing what it needs …' : ''}\n`);
  if (options.install) await install(target);
  process.stdout.write(
    `Next:\n  cd ${place}\n${options.install ? '' : '  npm install\n'}  npm test\n  npm run dev\n`,
  );
}

async function install(directory: string): Promise<void> {
  const npm = spawn('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(npm, 'close')) as [number | null];
  if (code !== 0) throw new InitRefused(`npm install failed in ${directory}. Run it there again.`);
}
