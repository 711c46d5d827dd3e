import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

const PLATFORM = /linux|darwin|win32|android|freebsd|openharmony/;

const ROOT = new URL('../../', import.meta.url);
const textOf = async (path: string) => await readFile(new URL(path, ROOT), 'utf8');
const packagesIn = async (folder: string) =>
  (JSON.parse(await textOf(`${folder}package-lock.json`)) as { packages: Locked }).packages;
type Locked = Readonly<Record<string, LockedPackage>>;

describe.each(['', 'test/mutation/', 'bench/peers/'])('the lockfile in ./%s', (folder) => {
  let packages: Locked;
  beforeAll(async () => {
    packages = await packagesIn(folder);
  });

  it('has an entry for every platform build, or npm 11 calls it out of sync and installs nothing', () => {
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter((name) => PLATFORM.test(name)),
    );

    const missing = wanted.filter((name) => !(`node_modules/${name}` in packages));

    expect(Object.keys(packages).length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });

  it('names no download address, so that every registry can serve it', () => {
    const addresses = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);

    expect(addresses).toEqual([]);
  });

  it('is of a package that names exact versions only', () => {
    const { dependencies, devDependencies, optionalDependencies } = packages[''] ?? {};
    const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies };

    const ranges = Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));

    expect(Object.keys(wanted).length).toBeGreaterThan(0);
    expect(ranges).toEqual([]);
  });

  it('is installed without running a script of any package', async () => {
    const settings = await textOf(`${folder}.npmrc`);

    expect(settings.split('\n')).toContain('ignore-scripts=true');
  });
});

describe('the installation of the project', () => {
  it('would build the addon of AWS’s runtime client for minutes, if scripts ran', async () => {
    const packages = await packagesIn('');

    expect(packages['node_modules/aws-lambda-ric']).toMatchObject({ hasInstallScript: true });
  });

  it('leaves out what only mutation and bench need', async () => {
    const locked = await Promise.all(['test/mutation/', 'bench/peers/'].map(packagesIn));
    const onDemand = locked.flatMap((packages) => Object.keys(packages['']?.dependencies ?? {}));
    const packages = await packagesIn('');

    const installed = onDemand.filter((name) => `node_modules/${name}` in packages);

    expect(onDemand).toContain('@stryker-mutator/core');
    expect(installed).toEqual([]);
  });
});
