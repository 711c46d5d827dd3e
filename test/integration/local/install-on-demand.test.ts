import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InstallationFailed, installOnDemand } from '../../../local/install-on-demand.ts';

/** What it needs lies beside it: npm installs it without a network. */
const TOOL = { name: 'tool', dependencies: { part: 'file:part' } };
const LOCKED = {
  name: 'tool',
  lockfileVersion: 3,
  packages: { '': TOOL, 'node_modules/part': { resolved: 'part', link: true }, part: {} },
};

let directory: string;
const inFolder = (...path: string[]) => join(directory, ...path);
const install = () => installOnDemand(pathToFileURL(`${directory}/`));
const installedAt = async () => (await stat(inFolder('node_modules/.package-lock.json'))).mtimeMs;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-on-demand-'));
  await mkdir(inFolder('part'));
  await writeFile(inFolder('part', 'package.json'), '{ "name": "part" }');
  await writeFile(inFolder('package.json'), JSON.stringify(TOOL));
  await writeFile(inFolder('package-lock.json'), JSON.stringify(LOCKED));
});
afterEach(() => rm(directory, { recursive: true }));

it('a tool is installed at its first use, and again only when its lockfile is newer', async () => {
  await install();
  const first = await installedAt();
  await install();
  const second = await installedAt();
  const later = new Date(first + 1000);
  await utimes(inFolder('package-lock.json'), later, later);
  await install();

  expect(second).toBe(first);
  expect(await installedAt()).not.toBe(first);
  expect(await readFile(inFolder('package-lock.json'), 'utf8')).toBe(JSON.stringify(LOCKED));
});

it('a tool that npm cannot install stops the script with a sentence', async () => {
  await rm(inFolder('package-lock.json'));

  await expect(install()).rejects.toThrow(InstallationFailed);
  await expect(install()).rejects.toThrow(/ended with 1\. See what npm wrote above/);
});
