import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildFailure, Metafile } from 'esbuild';
import { HandlersNotBundled } from './handlers-not-bundled.ts';

/** What a package has that is compiled when it is installed, or brings along what was compiled before. */
const COMPILED = ['binding.gyp', 'prebuilds'];

/** How packages are named that hold a native addon for one system alone: `@img/sharp-linux-x64`. */
const FOR_ONE_SYSTEM = /linux-(?:x64|arm64)/;

/** A package's directory, and its name. */
const PACKAGE = /^.*node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)(?=\/)/;

/** Stops at packages with a native addon, which would be missing on Lambda. @throws HandlersNotBundled */
export function refuseNativeAddons({ inputs }: Metafile): void {
  const packages = new Map(
    Object.keys(inputs).flatMap((path) => {
      const [directory, name] = PACKAGE.exec(path) ?? [];
      return directory === undefined || name === undefined ? [] : [[directory, name] as const];
    }),
  );
  for (const [directory, name] of packages) {
    if (hasNativeAddon(directory)) throw needsInstalling(name);
  }
}

function hasNativeAddon(directory: string): boolean {
  if (COMPILED.some((file) => existsSync(join(directory, file)))) return true;
  const manifest = join(directory, 'package.json');
  if (!existsSync(manifest)) return false;
  const { optionalDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    readonly optionalDependencies?: object;
  };
  return Object.keys(optionalDependencies).some((name) => FOR_ONE_SYSTEM.test(name));
}

/** The error of a build that met a native addon; another one as it was. */
export function explained(failure: BuildFailure): Error {
  const addon = failure.errors.find(({ text }) => text.includes('configured for ".node" files'));
  // The package that loads it: the addon may be in another one, which is for this machine alone.
  const [, name] = PACKAGE.exec(addon?.location?.file ?? '') ?? [];
  return name === undefined ? failure : needsInstalling(name);
}

function needsInstalling(name: string): HandlersNotBundled {
  return new HandlersNotBundled(
    `The handlers import ${name}, which has a native addon and cannot be bundled. Install it beside the bundle: handlers: { entry: …, bundling: { nodeModules: ['${name}'] } }. If your code works without it, leave it out with bundling: { external: ['${name}'] }.`,
  );
}
