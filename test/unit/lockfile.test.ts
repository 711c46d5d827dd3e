import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

const text = await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8');
const { packages } = JSON.parse(text) as { packages: Record<string, LockedPackage> };

const PLATFORM = /linux|darwin|win32|android|freebsd|openharmony/;

describe('the lockfile', () => {
  it('has an entry for every platform build, or npm 11 calls it out of sync and installs nothing', () => {
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter((name) => PLATFORM.test(name)),
    );

    const missing = wanted.filter((name) => !(`node_modules/${name}` in packages));

    expect(wanted.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('names no download address, so that every registry can serve it', () => {
    const addresses = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);

    expect(addresses).toEqual([]);
  });
});

describe('an installation', () => {
  it('runs no script of a package: AWS’s runtime client would build its addon for minutes', async () => {
    const settings = await readFile(new URL('../../.npmrc', import.meta.url), 'utf8');

    expect(packages['node_modules/aws-lambda-ric']).toMatchObject({ hasInstallScript: true });
    expect(settings.split('\n')).toContain('ignore-scripts=true');
  });
});
