import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the package says of itself. */
export interface OwnManifest {
  readonly version: string;
  /** Versions of other packages that it is tested with. */
  readonly testedWith: Readonly<Record<string, string>>;
}

interface Written {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly testedWith?: Readonly<Record<string, string>>;
}

/** Reads `package.json`, which is above `cli/` in a clone and above `dist/cli/` in the package. */
export function ownManifest(): OwnManifest {
  const above = ['../package.json', '../../package.json'].map((up) =>
    fileURLToPath(new URL(up, import.meta.url)),
  );
  const path = above.find((each) => existsSync(each)) ?? '';
  const { version, testedWith, ...written } = JSON.parse(readFileSync(path, 'utf8')) as Written;
  const { dependencies, devDependencies, optionalDependencies } = written;
  return {
    version,
    testedWith: testedWith ?? { ...optionalDependencies, ...devDependencies, ...dependencies },
  };
}
